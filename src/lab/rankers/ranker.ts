/**
 * A ranker: a model without towers, counted from the training part. All of them stand beside every tower as its
 * baselines. A folder here with a `ranker.ts` is one; `fit.ts` beside it counts, `words.en.ts` and `words.zh.ts` say
 * what it is. The page reads the declaration and the words, a worker loads the rest.
 */
import type { Dataset } from '../../data/dataset';
import { logSizeOf, type LogSize } from './log-size';

/** Rankers by id, each with the names of what it chooses on the validation part; every `ranker.ts` adds its own. */
export interface Rankers {}

export type RankerId = keyof Rankers;

/** What a ranker chose on the validation part, by name; null: to do without. */
export type Choices<Name extends string = string> = Readonly<Record<Name, number | null>>;

/** What it takes to count and to evaluate a ranker, on both parts: multiply-adds, about, and bytes held at once. */
export interface Cost {
  operations: number;
  bytes: number;
}

/** A way to count a ranker. */
export interface Method {
  /** What it does instead of the first one is said by `instead.<id>` of the ranker's words. */
  id: string;
  cost(size: LogSize): Cost;
  /** So many times the operations that its speed may take, where what stands in for it is much less; otherwise 1. */
  patience?: number;
}

export interface Ranker {
  /** The name of its folder, and of its figures in files. */
  id: RankerId;
  /** Where its row stands among the rankers, from 1. */
  place: number;
  /**
   * It has no figures where the log has no time and it needs one; where it needs rows that were shown and not taken and
   * there are none, it has no row either.
   */
  needs: { time: boolean; shown?: true };
  /** `slow`: tries many values on the validation part, or inverts a matrix. */
  speed: 'fast' | 'slow';
  /** The best first: the first that fits the budget is taken; without one there are no figures, and it is said why. */
  methods: readonly [Method, ...Method[]];
  /** Scores by the model of another one, which is fitted once: it is counted where that is, and by the same method. */
  standsOn?: Ranker;
}

/**
 * What a ranker may cost. A core does one to two thousand million multiply-adds a second in plain JavaScript: 1e11 are
 * about a minute. There are half a dozen slow ones, and together they should take a quarter of an hour at most. 1 GiB
 * is a quarter of what a browser lets a tab hold.
 */
export const BUDGET: Readonly<Record<Ranker['speed'], Cost>> = {
  fast: { operations: 1e11, bytes: 2 ** 30 },
  slow: { operations: 3e11, bytes: 2 ** 30 },
};

const fits = ({ cost, patience = 1 }: Method, { speed }: Ranker, size: LogSize): boolean => {
  const { operations, bytes } = cost(size);
  return operations <= patience * BUDGET[speed].operations && bytes <= BUDGET[speed].bytes;
};

/** @returns null where none fits the budget */
export function methodOf(ranker: Ranker, size: LogSize): Method | null {
  const { methods, standsOn } = ranker;
  const given = standsOn && methodOf(standsOn, size);
  const able = standsOn ? methods.filter(({ id }) => id === given?.id) : methods;
  return able.find((method) => fits(method, ranker, size)) ?? null;
}

/** Whether it has a row beside the models of a data set. */
export const isFor = ({ needs }: Ranker, { shown }: Pick<Dataset, 'shown'>): boolean => !needs.shown || shown !== null;

/** Why a ranker has no figures for a data set; `too-many-items` is said by older files alone. */
export type LeftReason = 'no-time' | 'too-many-items' | 'too-slow' | 'too-large' | 'no-memory';

/** @returns why it cannot be counted, with the numbers of the reason; null where it can */
export function whyLeft(
  ranker: Ranker,
  dataset: Dataset,
): { reason: LeftReason; values: Record<string, number> } | null {
  if (ranker.needs.time && !dataset.hasTime) return { reason: 'no-time', values: {} };
  const size = logSizeOf(dataset);
  if (methodOf(ranker, size)) return null;
  if (ranker.standsOn && !methodOf(ranker.standsOn, size)) return whyLeft(ranker.standsOn, dataset);
  const { items, events } = size;
  // The last one costs least.
  const { operations, bytes } = ranker.methods.at(-1)!.cost(size);
  const most = BUDGET[ranker.speed];
  return bytes > most.bytes
    ? { reason: 'too-large', values: { items, events, megabytes: inMegabytes(bytes), most: inMegabytes(most.bytes) } }
    : {
        reason: 'too-slow',
        values: { items, events, billions: inBillions(operations), most: inBillions(most.operations) },
      };
}

const inMegabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
const inBillions = (operations: number): number => Math.ceil(operations / 1e9);

/** Which rankers are counted: every one, those that are quickly counted, or none. */
export const CHOICES_OF_RANKERS = ['none', 'fast', 'all'] as const;
export type AskedRankers = (typeof CHOICES_OF_RANKERS)[number];

/** @param asked also those of a list alone */
export const isAsked = ({ id, speed }: Ranker, asked: AskedRankers | readonly RankerId[]): boolean =>
  typeof asked === 'string' ? asked === 'all' || (asked === 'fast' && speed === 'fast') : asked.includes(id);

export const defineRanker = (ranker: Ranker): Ranker => ranker;

/** `{value}` or, where it is counted, `{n}` stands for the number; `none` is said of null. */
export type ChoiceWords = string | { one?: string; other: string; none: string };

export interface RankerWords<Name extends string = string> {
  title: string;
  /** What it recommends, in half a sentence. */
  about: string;
  /** In the order in which they are said. */
  choices: Readonly<Record<Name, ChoiceWords>>;
  /**
   * What a method other than the first one does instead, and why, in a sentence; of `{items}`, `{users}` and
   * `{events}`.
   */
  instead?: Readonly<Record<string, string>>;
  /** How it was counted on this machine, where that is worth saying, by what `fit.ts` noted; the values are its own. */
  notes?: Readonly<Record<string, string>>;
}
