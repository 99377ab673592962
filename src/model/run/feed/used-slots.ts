/** The slots of a data set's fields without the empty ones, as the engine reads them. */
import type { Field } from '../../../data/dataset';
import type { FieldSlots } from '../../../engine/embedding/slots';

const known = new WeakMap<Field, FieldSlots>();

/**
 * Made once for each field.
 * @throws Error where the used slots of an owner have different weights: no field is encoded so (see `Field`)
 */
export function usedSlots(field: Field): FieldSlots {
  let slots = known.get(field);
  if (!slots) known.set(field, (slots = withoutEmpty(field)));
  return slots;
}

function withoutEmpty({ name, length, ids, weights }: Field): FieldSlots {
  if (weights === null && length === 1) return { start: null, ids, weight: null };
  const owners = ids.length / length;
  const start = new Uint32Array(owners + 1);
  const weight = new Float32Array(owners);
  const used = new Uint32Array(ids.length);
  let total = 0;
  for (let owner = 0; owner < owners; owner++) {
    for (let slot = owner * length; slot < (owner + 1) * length; slot++) {
      const own = weights === null ? 1 : weights[slot]!;
      if (own === 0) continue;
      if (total === start[owner]) weight[owner] = own;
      else if (own !== weight[owner])
        throw new Error(`internal: the slots of "${name}" have different weights: ${own} and ${weight[owner]}`);
      used[total++] = ids[slot]!;
    }
    start[owner + 1] = total;
  }
  const oneEach = total === owners && start.every((at, owner) => at === owner);
  return {
    start: oneEach ? null : start,
    ids: used.slice(0, total),
    weight: weight.every((own, owner) => own === 1 || start[owner] === start[owner + 1]) ? null : weight,
  };
}

/** Slots of the owner that has most. */
export function mostSlots({ start }: FieldSlots): number {
  if (start === null) return 1;
  let most = 0;
  for (let owner = 1; owner < start.length; owner++) most = Math.max(most, start[owner]! - start[owner - 1]!);
  return most;
}
