/** How a person's past events are shared out among his interests, as the graph weighs them. */
import type { Dataset } from '../../data/dataset';

/** Items of the past events an interest is made of, oldest first, and how much of each went into it. */
export interface Feeding {
  items: number[];
  weights: number[];
}

export interface Routing {
  /** Newest first. */
  events: { item: number; title: string }[];
  /** By interest, in the order of the lists, and in it by event: as they are computed. */
  weights: number[][];
  /**
   * What adds up to 1: the weights of each event; those of each interest; those of an event on average, each to what
   * its place counts; or none of these.
   */
  sums: 'event' | 'interest' | 'place' | null;
}

/** What single precision may miss of 1. */
const NEAR = 1e-3;

const sumOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Null where the interests are made of different events, or the graph does not say of what. */
export function routingOf(dataset: Dataset, feedings: readonly (Feeding | null)[]): Routing | null {
  const known = feedings.filter((feeding) => feeding !== null);
  const [first] = known;
  if (!first || first.items.length === 0 || known.length < feedings.length) return null;
  if (known.some(({ items }) => items.length !== first.items.length || items.some((x, at) => x !== first.items[at])))
    return null;
  const isOne = (numbers: readonly number[]): boolean => Math.abs(sumOf(numbers) - 1) < NEAR;
  const weights = known.map((feeding) => feeding.weights.toReversed());
  const events = first.items.toReversed();
  return {
    events: events.map((item) => ({ item, title: dataset.itemTitles[item] ?? '' })),
    weights,
    sums: events.every((_, at) => isOne(weights.map((own) => own[at]!)))
      ? 'event'
      : weights.every(isOne)
        ? 'interest'
        : Math.abs(sumOf(weights.flat()) / events.length - 1) < NEAR
          ? 'place'
          : null,
  };
}
