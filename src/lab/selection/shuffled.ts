/** A field that tells nothing any more: permutation importance. */
import type { Field } from '../../data/dataset';
import { createRandom } from '../../data/random';

/**
 * The values of a field dealt out anew among its owners, whole: a bag keeps its slots and their weights together, and
 * a number as it stood in the file goes with its slot. Pasts meet the same owners, and the values that they have now.
 */
export function shuffled(field: Field, seed: number): Field {
  const { length, ids, weights, numbers } = field;
  const order = createRandom(seed, 'permutation', field.name).shuffle(
    Uint32Array.from({ length: ids.length / length }, (_, owner) => owner),
  );
  const from = (slot: number): number => order[Math.floor(slot / length)]! * length + (slot % length);
  return {
    ...field,
    ids: Uint32Array.from(ids, (_, slot) => ids[from(slot)]!),
    weights: weights && Float32Array.from(weights, (_, slot) => weights[from(slot)]!),
    ...(numbers ? { numbers: Float32Array.from(order, (owner) => numbers[owner]!) } : {}),
  };
}
