/**
 * The map of items: a sample of the item vectors projected to the plane, the vectors of a person among them, and the
 * nearest neighbours of an item in the space that they are projected from. The weights, or a snapshot, give numbers;
 * the data set gives the words for them.
 */
import { areFinite } from '../../engine/are-finite';
import { FIRST_VALUE, type Dataset, type Field } from '../../data/dataset';
import { historyOf } from '../../data/history';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import type { Snapshot } from '../formats/snapshot/format';
import type { LiveModel } from '../training/live-model';
import { decodeFloats } from '../transfer/base64';
import { personAsked, type PersonAsked } from './asked';
import { categoryField, valuesOf } from './categories';
import { evenly } from './spread';
import { NO_ITEM } from './metrics';
import { encodeTargets, rankChunk } from './model';
import { scoresNotFinite } from './targets';
import { principalAxes, projected } from './principal-axes';

export interface MapQuestion {
  /** By row of the log; null: nobody. */
  user: number | null;
  /** Length of his list. */
  k: number;
  /** Item field whose values are told of each point; null: none. */
  category: string | null;
  /** Whose neighbours are told; null: nobody's. */
  item: number | null;
}

export interface MapPoint {
  item: number;
  title: string;
  /** Place on both axes, from the middle of the sample. */
  x: number;
  y: number;
  /** Index among `values`; of several the first; null: none. */
  value: number | null;
  /** In the person's past. */
  past: boolean;
  /** The interest whose list has it; null: it is not listed. */
  listed: number | null;
  /** Cosine with the item whose neighbours are told; null: it is none of them. */
  cosine: number | null;
}

export interface ItemMap {
  /** Steps the weights had seen. */
  step: number;
  /** Items that the sample is drawn from, and neighbours are looked for among. */
  items: number;
  /** Of a snapshot: those whose vectors it has. */
  isKept: boolean;
  /** First the sample, then those of the person's past and list, and neighbours, that are not in it. */
  points: MapPoint[];
  sampled: number;
  /** Share of the variance of the sample along the two axes together. */
  explained: number;
  /** Of the category, those that most items of the catalogue have first: no point may have one. */
  values: string[];
  person: {
    user: number;
    title: string;
    /** Of the user's vectors: their direction, as long as an item's vector is on average. */
    marks: { interest: number; x: number; y: number }[];
    /** The model has several vectors of a user. */
    hasInterests: boolean;
  } | null;
  /** The item whose neighbours are told; null too where its vector is not known. */
  item: number | null;
}

/** Points of a map, without those of the person. */
const SAMPLE = 2000;
const NEIGHBOURS = 10;
/** Of a long past the last ones. */
const MOST_PAST = 100;

/** Vectors of a moment, of items and of a person. */
interface MapInNumbers {
  width: number;
  /** Whose vectors they are; null: all of the catalogue, in its order. */
  items: readonly number[] | null;
  /** [items, width] as they are served. */
  vectors: Float32Array;
  /** Active vectors of the user, and his list; null: of nobody. */
  person: { interests: { interest: number; vector: Float32Array }[]; most: number; list: readonly number[] } | null;
}

/** @throws RangeError for a user or a field that is not there; LabError (scores-not-finite) */
export async function itemMap(model: LiveModel, question: MapQuestion): Promise<ItemMap> {
  const { dataset, step } = model;
  if (question.category !== null) categoryField(dataset, question.category);
  const asked = question.user === null ? null : personAsked(dataset, question.user);
  return showMap(dataset, asked, await readMap(model, asked, question.k), question, step);
}

/** Null where the snapshot is damaged. @throws RangeError for a user or a field that is not there */
export function mapOfSnapshot(dataset: Dataset, snapshot: Snapshot, question: MapQuestion): ItemMap | null {
  const { vectors: kept, list, interests, step } = snapshot;
  const vectors = decodeFloats(kept.itemVectors);
  const own = decodeFloats(kept.userVectors);
  if (!vectors || !own || kept.width === 0 || vectors.length !== kept.items.length * kept.width) return null;
  const isKept = list !== null && list.user === question.user;
  const most = own.length / kept.width;
  const active = interests?.lists.map(({ interest }) => interest) ?? [0];
  const person = isKept && {
    interests: active.map((interest) => ({
      interest,
      vector: own.subarray(interest * kept.width, (interest + 1) * kept.width),
    })),
    most,
    list: list.items.slice(0, question.k),
  };
  const numbers = { width: kept.width, items: kept.items, vectors, person: person || null };
  return showMap(dataset, isKept ? personAsked(dataset, list.user) : null, numbers, question, step);
}

/** All of one moment, also while training goes on: everything is asked of the device before the first wait. */
async function readMap(model: LiveModel, asked: PersonAsked | null, k: number): Promise<MapInNumbers> {
  const index = model.encoder.encodeItems();
  const { width } = index;
  try {
    const [vectors, person] = await Promise.all([index.read(), asked && readPerson(asked.target)]);
    return { width, items: null, vectors, person };
  } finally {
    index.dispose();
  }

  async function readPerson(target: PersonAsked['target']): Promise<MapInNumbers['person']> {
    const { dataset, encoder, compiled } = model;
    const users = encodeTargets(encoder, dataset, [target], compiled);
    const most = users.vectors.shape[1];
    const [own, active, { top }] = await Promise.all([
      users.vectors.data<'float32'>(),
      users.active?.data(),
      rankChunk(encoder, dataset, index, [target], compiled, Math.min(k, dataset.items.length)),
    ]).finally(() => disposeVectors(users));
    const interests = Array.from({ length: most }, (_, interest) => interest)
      .filter((interest) => interest === 0 || !active || active[interest]! > 0)
      .map((interest) => ({ interest, vector: own.slice(interest * width, (interest + 1) * width) }));
    return { interests, most, list: [...top].filter((item) => item !== NO_ITEM) };
  }
}

function showMap(
  dataset: Dataset,
  asked: PersonAsked | null,
  read: MapInNumbers,
  { category, item }: MapQuestion,
  step: number,
): ItemMap {
  const { width, items, vectors, person } = read;
  const count = vectors.length / width;
  const vectorOf = (row: number): Float32Array => vectors.subarray(row * width, (row + 1) * width);
  const rowOf = (wanted: number): number => (items ? items.indexOf(wanted) : wanted < count ? wanted : -1);
  const sample = evenly(count, SAMPLE);
  for (const row of sample) if (!areFinite(vectorOf(row))) throw scoresNotFinite();
  const axes = principalAxes(vectors, sample, width);
  const length = sample.reduce((sum, row) => sum + lengthOf(vectorOf(row)), 0) / sample.length;
  const markOf = ({ interest, vector }: { interest: number; vector: Float32Array }) => {
    const scale = length / (lengthOf(vector) || 1);
    const [x, y] = projected(
      axes,
      vector.map((number) => number * scale),
    );
    return { interest, x, y };
  };

  const past = new Set(asked ? [...historyOf(dataset, asked.target)].map((event) => dataset.events.item[event]!) : []);
  const listed = new Set(person?.list);
  const chosen = item === null ? -1 : rowOf(item);
  const cosines = chosen < 0 ? new Map<number, number>() : nearest(vectors, width, chosen, NEIGHBOURS);
  const added = [...[...past].slice(-MOST_PAST), ...listed].map(rowOf).filter((row) => row >= 0);
  const rows = [...new Set([...sample, ...added, ...(chosen < 0 ? [] : [chosen]), ...cosines.keys()])];
  const { values, of } = coloured(
    dataset,
    category,
    rows.map((row) => items?.[row] ?? row),
  );
  return {
    step,
    items: count,
    isKept: items !== null,
    points: rows.map((row, at): MapPoint => {
      const own = items?.[row] ?? row;
      const [x, y] = projected(axes, vectorOf(row));
      return {
        item: own,
        title: dataset.itemTitles[own] ?? '',
        x,
        y,
        value: of[at]!,
        past: past.has(own),
        listed: person && listed.has(own) ? findingInterest(person.interests, vectorOf(row)) : null,
        cosine: cosines.get(row) ?? null,
      };
    }),
    sampled: sample.length,
    explained: axes.explained,
    values,
    person: asked &&
      person && {
        user: asked.target.user,
        title: dataset.userTitles[asked.target.user] ?? '',
        marks: person.interests.map(markOf),
        hasInterests: person.most > 1,
      },
    item: chosen < 0 ? null : item,
  };
}

/** Of each item the place of its value among all values of the category. */
function coloured(
  dataset: Dataset,
  category: string | null,
  items: readonly number[],
): { values: string[]; of: (number | null)[] } {
  if (category === null) return { values: [], of: items.map(() => null) };
  const field = categoryField(dataset, category);
  const order = byCount(field, dataset.items.length);
  const place = new Map(order.map((value, at) => [value, at]));
  return {
    values: order.map((value) => field.vocabulary[value - FIRST_VALUE] ?? ''),
    of: items.map((item) => place.get(valuesOf(field, item)[0]!) ?? null),
  };
}

/** Rows of a field, those that most items of the catalogue have first: the same at each step, and of each sample. */
function byCount(field: Field, items: number): readonly number[] {
  const known = orders.get(field);
  if (known) return known;
  const counts = new Map<number, number>();
  for (let item = 0; item < items; item++) {
    const [value] = valuesOf(field, item);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const order = [...counts].sort(([a, n], [b, m]) => m - n || a - b).map(([value]) => value);
  orders.set(field, order);
  return order;
}
const orders = new WeakMap<Field, readonly number[]>();

/** The interest that scores the vector highest: the one whose score the item has in the list. */
function findingInterest(interests: readonly { interest: number; vector: Float32Array }[], item: Float32Array): number {
  let [best, highest] = [0, -Infinity];
  for (const { interest, vector } of interests) {
    const score = dot(vector, item);
    if (score > highest) [best, highest] = [interest, score];
  }
  return best;
}

/**
 * The rows whose vectors have the largest cosine with that of a row, the largest first, among equals in their order; a
 * vector of zeros is near to nothing.
 * @param vectors [rows, width]
 */
export function nearest(vectors: Float32Array, width: number, row: number, count: number): Map<number, number> {
  const of = vectors.subarray(row * width, (row + 1) * width);
  const length = lengthOf(of);
  const found: [row: number, cosine: number][] = [];
  for (let other = 0; other * width < vectors.length; other++) {
    if (other === row) continue;
    const vector = vectors.subarray(other * width, (other + 1) * width);
    const cosine = dot(of, vector) / (length * lengthOf(vector));
    if (!(cosine > (found.length < count ? -Infinity : found.at(-1)![1]))) continue;
    const place = found.findLastIndex(([, known]) => known >= cosine) + 1;
    found.splice(place, 0, [other, cosine]);
    if (found.length > count) found.pop();
  }
  return new Map(found);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}
const lengthOf = (vector: Float32Array): number => Math.sqrt(dot(vector, vector));
