/** Fourth step, and a part of the third: how far from the middle of its lane each slot stands. */
import type { Lane, Slot } from './lane';

/** How much a passage's own wish counts beside a block's: it makes way. */
const PASSAGE_WEIGHT = 0.01;

/** Where slots would like their centres to be; without an entry, in the middle of the lane. */
export type Wishes = ReadonlyMap<Slot, number>;

/** Keeps the order of the rows: the fields stand still in the middle, the rest rises over them. */
export function alignLane(lane: Lane, gap: number): void {
  for (const row of lane.rows) centreRow(row, gap);
  const fields = lane.rows.at(-1);
  for (const row of lane.rows.toReversed()) {
    packRow(row, wishesOf(lane, row, 'below'), gap);
    if (row === fields) recentre(row);
  }
  recentre([...lane.slots.values()]);
}

/** A row as narrow as it may be, in the middle of the lane. */
export function centreRow(row: readonly Slot[], gap: number): void {
  packRow(row, new Map(), gap);
  recentre(row);
}

/** Each slot of a row in the middle of its neighbours above or below; where it has none, it stays. */
export const wishesOf = ({ slots }: Lane, row: readonly Slot[], towards: 'above' | 'below'): Wishes =>
  new Map(
    row.map((slot) => {
      const neighbours = slot[towards].map((id) => slots.get(id));
      return [slot, weightedMean(neighbours.map((near) => [near?.x ?? 0, near?.isPassage ? 1 : 2])) ?? slot.x];
    }),
  );

const weightedMean = (values: [value: number, weight: number][]): number | null =>
  values.length
    ? values.reduce((sum, [value, weight]) => sum + value * weight, 0) /
      values.reduce((sum, [, weight]) => sum + weight, 0)
    : null;

/**
 * Centres of a row as close to their wishes as their widths allow, keeping the order: least squares under least
 * distances. Less the distances from the row's first slot, centres need only not fall, which pooling neighbours that
 * violate it solves exactly (Ayer et al., 1955).
 */
export function packRow(row: readonly Slot[], wishes: Wishes, gap: number): void {
  const pools: { sum: number; weight: number; slots: { slot: Slot; from: number }[] }[] = [];
  let from = 0;
  row.forEach((slot, i) => {
    const before = row[i - 1];
    if (before) from += before.width / 2 + gap + slot.width / 2;
    const weight = slot.isPassage ? PASSAGE_WEIGHT : 1;
    let last = { sum: weight * ((wishes.get(slot) ?? 0) - from), weight, slots: [{ slot, from }] };
    for (let left = pools.at(-1); left && left.sum / left.weight > last.sum / last.weight; left = pools.at(-1)) {
      pools.pop();
      last = { sum: left.sum + last.sum, weight: left.weight + last.weight, slots: [...left.slots, ...last.slots] };
    }
    pools.push(last);
  });
  for (const { sum, weight, slots } of pools)
    for (const { slot, from: offset } of slots) slot.x = sum / weight + offset;
}

/** Moves slots together so that what they cover is centred in the lane. */
function recentre(slots: readonly Slot[]): void {
  if (slots.length === 0) return;
  const left = Math.min(...slots.map((slot) => slot.x - slot.width / 2));
  const right = Math.max(...slots.map((slot) => slot.x + slot.width / 2));
  const shift = (left + right) / 2;
  for (const slot of slots) slot.x -= shift;
}
