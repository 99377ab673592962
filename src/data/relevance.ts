/**
 * How relevant items are to a user: the teacher of MOBIUS (Fan et al., KDD 2019), there a model of its own. Three rules
 * judge by what a user took before, and no click teaches them:
 *
 * - `category`: the share of the past in the item's category. Of an item of several values, each counts by its share.
 * - `text`: the cosine of the words of the item and the nearest item of the past, each word by how rare it is among the
 *   items (tf-idf; a word counts once in an item).
 * - `co-occurrence`: the cosine of the item and the nearest item of the past, as sets of users who took both within
 *   `REACH` of one another. Counted on the training part.
 *
 * Two judge by the user, whatever the past: `column`, what the log says of the pair (`column-relevance.ts`), and `run`,
 * frozen two towers (`teacher-vectors.ts`).
 */
import { columnRelevance, type RowsRead } from './column-relevance';
import { FIRST_VALUE, type Dataset, type Field } from './dataset';
import { runRelevance, teacherVectors } from './teacher-vectors';
import { trainingPart } from './training-part';

/** `run`: the name under which its vectors were given. */
export type Teacher =
  | { by: 'category' | 'text'; field: string }
  | { by: 'co-occurrence' }
  | { by: 'column'; column: string }
  | { by: 'run'; run: string };

/** Whether it looks at what a user took before, and so needs the order of events. */
export const judgesByPast = ({ by }: Teacher): boolean => by !== 'column' && by !== 'run';

/** To whom items are relevant. */
export interface Asker {
  user: number;
  /** Items that the user took before, in any order; every event counts. */
  past: Uint32Array;
}

/**
 * Writes the relevance in [0, 1] of each of some items to a user; NaN where nothing is known: of an empty past or one
 * without words, of an item without a known value or without training events, of a pair that the log does not have.
 * @param into where the first item stands in `out`
 */
export type Judge = (asker: Asker, out: Float32Array, into?: number) => void;

export interface Relevance {
  /** For many users: what hangs on the items alone is worked out once. */
  among(items: Uint32Array): Judge;
}

/** Distinct items of a user this far apart, in the order they were first taken, count as taken together. */
const REACH = 20;
/** Neighbours kept of each item, the nearest. */
const NEIGHBOURS = 100;

/** What was counted of a data set, which training, its twin and every evaluation ask for. */
const known = new WeakMap<Dataset, Map<string, Relevance>>();

/** Whether the vectors of a run that judges are there: weights that came out of a file have lost them. */
export const hasTeacher = (teacher: Teacher, dataset: Dataset): boolean =>
  teacher.by !== 'run' || teacherVectors(dataset, teacher.run) !== null;

/**
 * Counted once for a data set.
 * @param rows which rows of the log a column is read of; held-out ones are for judging lists, never for training
 * @throws Error where it lacks the field, the column or the vectors of the run
 */
export function relevanceBy(teacher: Teacher, dataset: Dataset, rows: RowsRead = 'training'): Relevance {
  // Vectors may be given anew.
  if (teacher.by === 'run') return runRelevance(dataset, teacher.run);
  const own = known.get(dataset) ?? new Map<string, Relevance>();
  known.set(dataset, own);
  const key = JSON.stringify([teacher, teacher.by === 'column' && rows]);
  const found = own.get(key) ?? counted(teacher, dataset, rows);
  own.set(key, found);
  return found;
}

function counted(teacher: Exclude<Teacher, { by: 'run' }>, dataset: Dataset, rows: RowsRead): Relevance {
  if (teacher.by === 'column') return columnRelevance(dataset, teacher.column, rows);
  if (teacher.by === 'co-occurrence') return byCoOccurrence(dataset);
  const field = dataset.fields.find(({ name, owner }) => name === teacher.field && owner === 'item');
  if (!field) throw new Error(`the data set has no item field "${teacher.field}"`);
  return teacher.by === 'text' ? byText(field) : byCategory(field);
}

function byCategory({ ids, weights, length, rows }: Field): Relevance {
  /** [rows] events of the past that hold each value. */
  const events = new Uint32Array(rows);
  const count = (past: Uint32Array, by: number): void => {
    for (const item of past) {
      const first = item * length;
      for (let slot = first; slot < first + length; slot++) {
        let known = first;
        while (ids[known] !== ids[slot]) known++;
        // A value that stands twice counts once.
        if (known === slot && ids[slot]! >= FIRST_VALUE) events[ids[slot]!]! += by;
      }
    }
  };
  return {
    among(items) {
      const most = items.length * length;
      const [values, shares, ends] = [new Uint32Array(most), new Float64Array(most), new Uint32Array(items.length)];
      let end = 0;
      items.forEach((item, at) => {
        const first = end;
        let sum = 0;
        for (let slot = item * length; slot < (item + 1) * length; slot++) {
          const share = weights?.[slot] ?? 1;
          if (ids[slot]! < FIRST_VALUE || share === 0) continue;
          values[end] = ids[slot]!;
          shares[end++] = share;
          sum += share;
        }
        for (let slot = first; slot < end; slot++) shares[slot]! /= sum;
        ends[at] = end;
      });
      return ({ past }, out, into = 0) => {
        count(past, 1);
        for (let at = 0, slot = 0; at < ends.length; at++) {
          const isKnown = past.length > 0 && slot < ends[at]!;
          let shared = 0;
          for (; slot < ends[at]!; slot++) shared += shares[slot]! * events[values[slot]!]!;
          out[into + at] = isKnown ? shared / past.length : Number.NaN;
        }
        count(past, -1);
      };
    },
  };
}

function byText({ ids, length, rows }: Field): Relevance {
  const items = ids.length / length;
  /** By item, its distinct words. */
  const words = Array.from({ length: items }, (_, item) => [
    ...new Set(ids.subarray(item * length, (item + 1) * length).filter((word) => word >= FIRST_VALUE)),
  ]);
  const found = new Uint32Array(rows);
  for (const own of words) for (const word of own) found[word]!++;
  const rarity = Float64Array.from(found, (count) => (count === 0 ? 0 : Math.log(items / count)));
  const norms = Float64Array.from(words, (own) => Math.sqrt(own.reduce((sum, word) => sum + rarity[word]! ** 2, 0)));
  const knows = (item: number): boolean => norms[item]! > 0;
  return {
    among(asked) {
      /** Of each word, where the asked items stand that have it. */
      const holders = new Map<number, number[]>();
      asked.forEach((item, at) => {
        for (const word of words[item]!) {
          const known = holders.get(word);
          if (known) known.push(at);
          else holders.set(word, [at]);
        }
      });
      const product = new Float64Array(asked.length);
      return ({ past }, out, into = 0) => {
        const known = past.filter(knows);
        for (let at = 0; at < asked.length; at++)
          out[into + at] = known.length > 0 && knows(asked[at]!) ? 0 : Number.NaN;
        for (const one of known) {
          const met = words[one]!.map((word) => [rarity[word]! ** 2, holders.get(word) ?? []] as const);
          for (const [weight, places] of met) for (const at of places) product[at]! += weight;
          for (const [, places] of met) {
            for (const at of places) {
              const cosine = product[at]! / (norms[one]! * norms[asked[at]!]!);
              if (cosine > out[into + at]!) out[into + at] = Math.min(1, cosine);
              product[at] = 0;
            }
          }
        }
      };
    },
  };
}

function byCoOccurrence(dataset: Dataset): Relevance {
  const { start, item: near, cosine } = neighboursOf(dataset);
  const { itemCounts } = dataset.split;
  /** [items] the largest cosine with an item of the past. */
  const nearest = new Float32Array(dataset.items.length);
  return {
    among: (items) => {
      const known = items.map((item) => Number(itemCounts[item]! > 0));
      return ({ past }, out, into = 0) => {
        for (const one of past) {
          for (let at = start[one]!; at < start[one + 1]!; at++)
            if (cosine[at]! > nearest[near[at]!]!) nearest[near[at]!] = cosine[at]!;
          nearest[one] = 1;
        }
        for (let at = 0; at < items.length; at++)
          out[into + at] = past.length === 0 || known[at] === 0 ? Number.NaN : nearest[items[at]!]!;
        for (const one of past) {
          for (let at = start[one]!; at < start[one + 1]!; at++) nearest[near[at]!] = 0;
          nearest[one] = 0;
        }
      };
    },
  };
}

interface Neighbours {
  /** [items + 1] where those of each item begin. */
  start: Uint32Array;
  item: Uint32Array;
  cosine: Float32Array;
}

/** Of each item the nearest others, in time proportional to events x REACH. */
function neighboursOf(dataset: Dataset): Neighbours {
  const { length: items } = dataset.items;
  const { sequence, start: users } = distinctSequences(dataset);
  // Where each item stands, one item after the other.
  const first = new Uint32Array(items + 1);
  for (const one of sequence) first[one + 1]!++;
  for (let at = 0; at < items; at++) first[at + 1]! += first[at]!;
  const takers = (one: number): number => first[one + 1]! - first[one]!;
  const ends = first.slice();
  const [places, userOf] = [new Uint32Array(sequence.length), new Uint32Array(sequence.length)];
  for (let user = 0; user + 1 < users.length; user++) {
    userOf.fill(user, users[user], users[user + 1]);
    for (let at = users[user]!; at < users[user + 1]!; at++) places[ends[sequence[at]!]!++] = at;
  }
  const together = new Uint32Array(items);
  const start = new Uint32Array(items + 1);
  const [near, cosines]: [number[], number[]] = [[], []];
  for (let one = 0; one < items; one++) {
    const met: number[] = [];
    for (let place = first[one]!; place < first[one + 1]!; place++) {
      const at = places[place]!;
      const end = Math.min(users[userOf[at]! + 1]!, at + REACH + 1);
      for (let other = Math.max(users[userOf[at]!]!, at - REACH); other < end; other++) {
        if (other !== at && together[sequence[other]!]!++ === 0) met.push(sequence[other]!);
      }
    }
    const cosine = (other: number): number => together[other]! / Math.sqrt(takers(one) * takers(other));
    const found = met.map((other) => [other, cosine(other)] as const);
    for (const other of met) together[other] = 0;
    found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    for (const [other, value] of found.slice(0, NEIGHBOURS)) {
      near.push(other);
      cosines.push(value);
    }
    start[one + 1] = near.length;
  }
  return { start, item: Uint32Array.from(near), cosine: Float32Array.from(cosines) };
}

/** Distinct training items of each user in the order they were first taken; [users + 1] where each user's begin. */
function distinctSequences(dataset: Dataset): { sequence: Uint32Array; start: Uint32Array } {
  const { item, start: starts } = trainingPart(dataset);
  const by = new Int32Array(dataset.items.length).fill(-1);
  const sequence = new Uint32Array(item.length);
  const start = new Uint32Array(starts.length);
  let to = 0;
  for (let user = 0; user + 1 < starts.length; user++) {
    for (let at = starts[user]!; at < starts[user + 1]!; at++) {
      if (by[item[at]!] === user) continue;
      by[item[at]!] = user;
      sequence[to++] = item[at]!;
    }
    start[user + 1] = to;
  }
  return { sequence: sequence.subarray(0, to), start };
}
