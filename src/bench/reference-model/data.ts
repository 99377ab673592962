/**
 * The log the reference model is timed on. What is drawn does not depend on how many rows the tables have: the same ids
 * by rank are spread evenly over them, so that a step touches equally many rows of a table of 1e6 as of one of 2e4.
 */
import { DEFAULT_PROTOCOL, FIRST_VALUE, type Dataset, type Field } from '../../data/dataset';
import { createRandom, type Random } from '../../data/random';

export interface Sizes {
  /** Rows of the user table and of the item table. */
  rows: number;
  /** Categorical fields beside the id, 100 rows each. */
  userFields: number;
  itemFields: number;
  seed: number;
  /** Training events. A multiple of every batch size fills every batch. */
  events?: number;
}

const EVENTS = 2 ** 18;
/** Users and items that occur; the others are rows nobody touches. */
const ACTIVE = 20_000 - FIRST_VALUE;
/**
 * P(rank) is proportional to 1 / (rank + OFFSET): Zipf and Mandelbrot's law, its head cut so that no id takes a large
 * share of a batch.
 */
const OFFSET = 50;
const FIELD_ROWS = 100;
const FIELD_OFFSET = 5;
const DAY_MS = 86_400_000;

/** A rank below `count` by the power law, by inverting its integral. */
const rankOf = (random: Random, count: number, offset = OFFSET): number =>
  Math.min(count - 1, Math.floor(offset * (((count + offset) / offset) ** random.uniform() - 1)));

/**
 * Every user has at least two events. The split is by chance, so the history of an event is all other events of its
 * user: never empty, and as long as the user is active, the newest 20 of them at the most.
 */
export function referenceDataset({ rows, userFields, itemFields, seed, events: count = EVENTS }: Sizes): Dataset {
  const owners = rows - FIRST_VALUE;
  const active = Math.min(ACTIVE, owners);
  if (count < 2 * active)
    throw new RangeError(`referenceDataset: ${count} events are too few for ${active} users with two each`);
  const spread = (name: string): Uint32Array => {
    const order = createRandom(seed, 'order', name).shuffle(Uint32Array.from({ length: active }, (_, i) => i));
    return order.map((place) => Math.floor((place * owners) / active));
  };

  const userOfRank = spread('users');
  const itemOfRank = spread('items');
  const eventsOf = new Uint32Array(owners);
  for (const user of userOfRank) eventsOf[user] = 2;
  const random = createRandom(seed, 'events');
  for (let left = count - 2 * active; left > 0; left--) eventsOf[userOfRank[rankOf(random, active)]!]!++;

  const userStart = new Uint32Array(owners + 1);
  for (let user = 0; user < owners; user++) userStart[user + 1] = userStart[user]! + eventsOf[user]!;
  const events = {
    user: new Uint32Array(count),
    item: new Uint32Array(count),
    time: new Float64Array(count),
    tieGroup: new Uint32Array(count),
    session: null,
    weight: null,
    outcomes: null,
    line: Uint32Array.from({ length: count }, (_, i) => i + 2),
  };
  const itemCounts = new Uint32Array(owners);
  // By rank, not by index: the draws must not follow from where the rows lie.
  for (const user of userOfRank) {
    for (let event = userStart[user]!; event < userStart[user + 1]!; event++) {
      const item = itemOfRank[rankOf(random, active)]!;
      itemCounts[item]!++;
      events.user[event] = user;
      events.item[event] = item;
      events.tieGroup[event] = event - userStart[user]!;
      events.time[event] = events.tieGroup[event]! * DAY_MS;
    }
  }

  const names = Array.from({ length: owners }, (_, i) => `${i}`);
  const idField = (owner: 'user' | 'item'): Field => ({
    name: `${owner} id`,
    owner,
    kind: 'id',
    rows,
    vocabulary: names,
    length: 1,
    ids: Uint32Array.from({ length: owners }, (_, i) => FIRST_VALUE + i),
    weights: null,
  });
  return {
    name: `TT ${rows}`,
    users: names,
    items: names,
    itemTitles: names,
    itemNotes: names,
    userTitles: names,
    events,
    userStart,
    shown: null,
    fields: [
      idField('user'),
      ...categoricals('user', userFields, userOfRank, owners, seed),
      idField('item'),
      ...categoricals('item', itemFields, itemOfRank, owners, seed),
    ],
    hasTime: true,
    split: {
      train: Uint32Array.from({ length: count }, (_, i) => i),
      validation: [],
      test: [],
      itemCounts,
      unseenTargets: 0,
    },
    protocol: { ...DEFAULT_PROTOCOL, split: 'random', repeats: 'all', minItemEvents: 1, minUserEvents: 1 },
    fingerprint: `tt ${rows} ${userFields} ${itemFields} ${seed} ${count}`,
  };
}

function categoricals(
  owner: 'user' | 'item',
  count: number,
  byRank: Uint32Array,
  owners: number,
  seed: number,
): Field[] {
  const values = FIELD_ROWS - FIRST_VALUE;
  return Array.from({ length: count }, (_, f) => {
    const random = createRandom(seed, owner, f);
    const ids = new Uint32Array(owners).fill(FIRST_VALUE);
    for (const index of byRank) ids[index] = FIRST_VALUE + rankOf(random, values, FIELD_OFFSET);
    return {
      name: `${owner} field ${f + 1}`,
      owner,
      kind: 'categorical',
      rows: FIELD_ROWS,
      vocabulary: Array.from({ length: values }, (_, v) => `${v}`),
      length: 1,
      ids,
      weights: null,
    };
  });
}
