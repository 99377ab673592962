/** The fields of a lookup and where their tables lie: which can be read at once, and what of their slots is shared. */
import type { Field } from '../../../data/dataset';
import { idsTogether } from '../../../data/interleave-columns';
import type { LookupShape } from '../../../engine/embedding/lookup';
import type { Place } from '../../../engine/optimizers/weights';
import type { CompiledLookup } from '../compile';

/** A field and where its table lies, or a piece of it where no single arena holds the whole. */
export interface PlacedField {
  field: Field;
  path: string;
  place: Place;
  whole: boolean;
}

/**
 * Whether the weights of a field's slots are the mask of the history, where each event has one slot of weight 1, or of
 * the text.
 */
export const sharesMask = ({ at }: CompiledLookup, { field: { length, weights }, whole }: PlacedField): boolean =>
  whole && (at === 'tokens' || (at === 'history' && length === 1 && weights === null));

/** Whether a field can be read together with others. */
export const liesTogether = (
  { at }: CompiledLookup,
  { field: { owner, length, weights }, whole }: PlacedField,
): boolean => at === 'row' && owner !== 'context' && length === 1 && weights === null && whole;

/**
 * The fields of one slot and no weights that a lookup reads of a row's own owner, where there are several: what
 * `gatherTogether` takes.
 */
export interface Together {
  ids: Uint32Array;
  firstRows: Uint32Array;
  places: Uint32Array;
}

export function togetherOf(
  request: CompiledLookup,
  fields: readonly PlacedField[],
  shape: LookupShape,
): Together | null {
  const those = fields.flatMap((placed, f) =>
    liesTogether(request, placed) ? [{ ...placed, at: shape.fields[f]!.ids }] : [],
  );
  if (those.length < 2) return null;
  return {
    ids: idsTogether(those.map(({ field }) => field)),
    firstRows: Uint32Array.from(those, ({ place }) => place.firstRow),
    places: Uint32Array.from(those, ({ at }) => at),
  };
}

/** Slots of a row or an event. Tokens are events of one slot each. */
export const slotsPer = ({ at }: CompiledLookup, { field: { length } }: PlacedField): number =>
  at === 'tokens' ? 1 : length;

/**
 * The fields in runs that lie in one arena each; the pieces of a field are runs of the same span.
 * @param fields pieces of each field
 */
export function spansOf(fields: readonly PlacedField[][]): { span: number; fields: PlacedField[] }[] {
  const runs: { span: number; fields: PlacedField[] }[] = [];
  for (const pieces of fields) {
    const last = runs.at(-1);
    const span = last ? last.span + 1 : 0;
    if (pieces.length === 1 && last?.fields[0]!.whole && last.fields[0]!.place.arena === pieces[0]!.place.arena)
      last.fields.push(pieces[0]!);
    else runs.push(...pieces.map((piece) => ({ span, fields: [piece] })));
  }
  return runs;
}
