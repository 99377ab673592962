/**
 * A ranker: a model without towers, counted from the training part in the time of a few steps. All of them stand beside
 * every tower as its baselines. A folder here with a `ranker.ts` is one; `fit.ts` beside it counts, `words.en.ts` and
 * `words.zh.ts` say what it is. The page reads the declaration and the words, a worker loads the rest.
 */

/** Rankers by id, each with the names of what it chooses on the validation part; every `ranker.ts` adds its own. */
export interface Rankers {}

export type RankerId = keyof Rankers;

/** What a ranker chose on the validation part, by name; null: to do without. */
export type Choices<Name extends string = string> = Readonly<Record<Name, number | null>>;

export interface Ranker {
  /** The name of its folder, and of its figures in files. */
  id: RankerId;
  /** Where its row stands among the rankers, from 1. */
  place: number;
  /** It has no figures where the log has no time and it needs one, or where the catalogue is larger. */
  needs: { time: boolean; maxItems: number };
  /** `slow`: tries many values on the validation part, or inverts a matrix. */
  cost: 'fast' | 'slow';
}

/** Why a ranker has no figures for a data set. */
export type LeftReason = 'no-time' | 'too-many-items';

/** @returns why it cannot be counted, with the numbers of the reason; null where it can */
export function whyLeft(
  { needs }: Ranker,
  { hasTime, items }: { hasTime: boolean; items: readonly unknown[] },
): { reason: LeftReason; values: Record<string, number> } | null {
  if (needs.time && !hasTime) return { reason: 'no-time', values: {} };
  if (items.length > needs.maxItems)
    return { reason: 'too-many-items', values: { items: items.length, most: needs.maxItems } };
  return null;
}

export const defineRanker = (ranker: Ranker): Ranker => ranker;

/** `{value}` or, where it is counted, `{n}` stands for the number; `none` is said of null. */
export type ChoiceWords = string | { one?: string; other: string; none: string };

export interface RankerWords<Name extends string = string> {
  title: string;
  /** What it recommends, in half a sentence. */
  about: string;
  /** In the order in which they are said. */
  choices: Readonly<Record<Name, ChoiceWords>>;
}
