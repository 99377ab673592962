/** For tests: random logs under several protocols, and what is counted on them for one user at a time. */
import { expect } from 'vitest';
import type { Dataset, Target } from '../../../data/dataset';
import { datasetOf, randomRows } from '../../../data/testing';
import { logSizeOf } from '../log-size';
import { BUDGET, type Cost, type Ranker } from '../ranker';
import { scoresOf } from './ranking';
import type { RowScorer } from './score-row';

export const LOGS = [{}, { repeats: 'all' }, { ties: 'file' }, { split: 'time' }, { split: 'random' }] as const;

/** Users outnumber items, or the other way round. */
export const logsOf = (changes: (typeof LOGS)[number]): Dataset[] => [
  ...[0, 1, 2].map((seed) => datasetOf(randomRows(seed, { users: 30, items: 14, rows: 400 }), changes)),
  ...[3, 4].map((seed) => datasetOf(randomRows(seed, { users: 9, items: 200, rows: 500 }), changes)),
];

/** Compares a scorer with scores computed for one user at a time. */
export function expectScores(dataset: Dataset, scorer: RowScorer, plain: (target: Target) => number[]): void {
  const items = dataset.items.length;
  const targets = dataset.split.test;
  const scores = scoresOf(scorer, targets);
  expect(scores).toHaveLength(targets.length * items);
  targets.forEach((target, t) => {
    plain(target).forEach((score, item) => {
      const got = scores[t * items + item]!;
      // Single precision; the tie-break of 1e-6 must show.
      if (!(Math.abs(got - score) <= 2e-7 * Math.max(1, Math.abs(score))))
        throw new Error(`user ${target.user}, item ${item}: ${got}, plainly ${score}`);
    });
  });
}

/** Training users of each item. */
export const audiences = (dataset: Dataset): Set<number>[] =>
  dataset.items.map(
    (_, item) =>
      new Set(
        Array.from(dataset.split.train)
          .filter((e) => dataset.events.item[e] === item)
          .map((e) => dataset.events.user[e]!),
      ),
  );

/** Users of both. */
export const shared = (a: Set<number>, b: Set<number>): number => [...a].filter((user) => b.has(user)).length;

/** What a baseline adds so that the more popular of two equal items comes first. */
export const tieBreak = ({ split }: Dataset, item: number): number =>
  (split.itemCounts[item]! / Math.max(...split.itemCounts)) * 1e-6;

/** Another budget until the returned function is called. */
export function withBudget(speed: Ranker['speed'], change: Partial<Cost>): () => void {
  const before = { ...BUDGET[speed] };
  Object.assign(BUDGET[speed], change);
  return () => void Object.assign(BUDGET[speed], before);
}

export const costOf = ({ methods }: Ranker, id: string, dataset: Dataset): Cost =>
  methods.find((method) => method.id === id)!.cost(logSizeOf(dataset));
