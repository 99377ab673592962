import { FIRST_VALUE, type FieldSpec } from '../../data/dataset';

/** Whether a field can say what the interests of a user are about: categories of the items, one or several each. */
export const describesInterests = ({ owner, kind }: Pick<FieldSpec, 'owner' | 'kind'>): boolean =>
  owner === 'item' && (kind === 'categorical' || kind === 'bag');

/** Those fields, one category each before several: the first is the one to begin with. */
export const interestFields = <F extends Pick<FieldSpec, 'owner' | 'kind'>>(fields: readonly F[]): F[] =>
  fields.filter(describesInterests).toSorted((a, b) => Number(a.kind === 'bag') - Number(b.kind === 'bag'));

/** More values than these tell nothing by a handful of colours. */
const MOST_COLOURED = 100;

/** Those whose values the points of a map may be coloured by. */
export const colouringFields = <F extends Pick<FieldSpec, 'owner' | 'kind' | 'rows'>>(fields: readonly F[]): F[] =>
  interestFields(fields).filter(({ rows }) => rows - FIRST_VALUE <= MOST_COLOURED);
