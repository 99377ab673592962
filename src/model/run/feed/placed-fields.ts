/** The fields of a lookup and where their tables lie: which can be read at once. */
import type { Field } from '../../../data/dataset';
import type { Place } from '../../../engine/optimizers/weights';

/** A field and where its table lies, or a piece of it where no single arena holds the whole. */
export interface PlacedField {
  field: Field;
  path: string;
  place: Place;
  whole: boolean;
}

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
