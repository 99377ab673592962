import type { FieldSpec } from '../data/dataset';

/** Whether a field can say what the interests of a user are about: categories of the items, one or several each. */
export const describesLanes = ({ owner, kind }: Pick<FieldSpec, 'owner' | 'kind'>): boolean => owner === 'item' && (kind === 'categorical' || kind === 'bag');
