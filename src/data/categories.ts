/**
 * What is known of the categories of items without the log: how many items of each are how frequent, and so how many of
 * them a batch brings together.
 */
import { FIRST_VALUE, type Dataset } from './dataset';

/** Items of a category by the number of their training events; those without any are left out. */
export type ItemsByEvents = readonly (readonly [events: number, items: number])[];

export interface CategoryFacts {
  /** Training events. */
  events: number;
  /**
   * By item field, categorical or multi-valued: its most frequent values in their order. An item of several counts in
   * each.
   */
  fields: Readonly<Record<string, readonly ItemsByEvents[]>>;
}

/** @param most values of a field that are looked at */
export function categoryFacts(
  {
    fields,
    items,
    split,
  }: Pick<Dataset, 'fields' | 'items'> & { split: Pick<Dataset['split'], 'train' | 'itemCounts'> },
  most: number,
): CategoryFacts {
  const ofItems = fields.filter(({ owner, kind }) => owner === 'item' && (kind === 'categorical' || kind === 'bag'));
  return {
    events: split.train.length,
    fields: Object.fromEntries(
      ofItems.map(({ name, rows, length, ids }) => {
        const values = Array.from({ length: Math.min(most, rows - FIRST_VALUE) }, () => new Map<number, number>());
        for (let slot = 0; slot < items.length * length; slot++) {
          const events = split.itemCounts[Math.floor(slot / length)]!;
          const byEvents = values[ids[slot]! - FIRST_VALUE];
          if (events > 0) byEvents?.set(events, (byEvents.get(events) ?? 0) + 1);
        }
        return [name, values.map((byEvents) => [...byEvents].sort(([a], [b]) => b - a))];
      }),
    ),
  };
}

/**
 * How many categories of a field have at least `least` different items in a batch of so many events, on average: the
 * sum of their chances. Events are taken as drawn one by one, and items as drawn apart from each other. Null where the
 * field is not known.
 */
export function categoriesInBatch(
  { events, fields }: CategoryFacts,
  field: string,
  batch: number,
  least: number,
): number | null {
  return (
    fields[field]?.reduce(
      (sum, items) => sum + chanceOfMany(items, (count) => 1 - (1 - count / events) ** batch, least),
      0,
    ) ?? null
  );
}

/** That at least so many of the items are there. @param chance of an item of so many events */
function chanceOfMany(items: ItemsByEvents, chance: (events: number) => number, least: number): number {
  /** [k] of exactly k items so far. */
  const fewer = [1, ...Array<number>(least - 1).fill(0)];
  for (const [events, count] of items) {
    const there = chance(events);
    for (let item = 0; item < count; item++) {
      for (let k = least - 1; k >= 0; k--) fewer[k] = fewer[k]! * (1 - there) + (k > 0 ? fewer[k - 1]! * there : 0);
    }
    if (fewer.every((share) => share < NEGLIGIBLE)) return 1;
  }
  return 1 - fewer.reduce((sum, share) => sum + share);
}

/** Below it a chance is not followed further: large categories have thousands of items. */
const NEGLIGIBLE = 1e-6;
