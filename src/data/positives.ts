/** What each user took in the training part, as sets: no such item is a negative of the user. */
import type { TrainingPart } from './training-part';

export interface Positives {
  /** [users + 1] where those of each user begin. */
  start: Uint32Array;
  /** Of each user distinct, and ascending. */
  item: Uint32Array;
}

/** @param items how many there are; in time proportional to the training events */
export function trainingPositives({ user, item, start }: TrainingPart, items: number): Positives {
  // Events in the order of their items, dealt out to their users: each user's ascend.
  const next = new Uint32Array(items + 1);
  for (const one of item) next[one + 1]!++;
  for (let at = 0; at < items; at++) next[at + 1]! += next[at]!;
  const byItem = new Uint32Array(item.length);
  item.forEach((one, event) => (byItem[next[one]!++] = event));
  const end = start.slice();
  const dealt = new Uint32Array(item.length);
  for (const event of byItem) {
    const of = user[event]!;
    const at = end[of]!;
    if (at > start[of]! && dealt[at - 1] === item[event]) continue;
    dealt[at] = item[event]!;
    end[of] = at + 1;
  }
  const distinct: Positives = { start: new Uint32Array(start.length), item: dealt };
  let to = 0;
  for (let of = 0; of + 1 < start.length; of++) {
    dealt.copyWithin(to, start[of]!, end[of]);
    to += end[of]! - start[of]!;
    distinct.start[of + 1] = to;
  }
  return { ...distinct, item: dealt.subarray(0, to) };
}
