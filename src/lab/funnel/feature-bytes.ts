/** How much of the tables a model reads to score for one user. */
import { BYTES_PER_FLOAT } from '../../model/check/costs';
import type { CompiledGraph } from '../../model/run/compile';

/** Bytes of embedding rows: of a user with all of the past that the model asks for, and of one item. */
export function featureBytes({
  lookups,
  schema,
}: Pick<CompiledGraph, 'lookups' | 'schema'>): Readonly<Record<'user' | 'item', number>> {
  const bytes = { user: 0, item: 0 };
  const lengthOf = new Map(schema.fields.map(({ name, length }) => [name, length]));
  for (const { side, at, fields, length, width } of lookups) {
    const slots = fields.reduce((sum, name) => sum + (lengthOf.get(name) ?? 0), 0);
    // Of a text the first tokens are read; of each event of a past its fields.
    const rows = at === 'tokens' ? length : at === 'history' ? length * slots : slots;
    bytes[side] += BYTES_PER_FLOAT * width * rows;
  }
  return bytes;
}
