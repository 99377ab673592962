/** The figures by which funnels are compared, and how they are written. */

import type { Tried } from '../../../lab/stores/funnel';

/** Decimals. */
export const DIGITS = 3;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Multiply-adds of a user through all stages, and milliseconds. */
export const workOf = ({ stages }: Pick<Tried, 'stages'>): number => sum(stages.map(({ work }) => work));
export const timeOf = ({ stages }: Pick<Tried, 'stages'>): number =>
  sum(stages.map(({ milliseconds }) => milliseconds));

/** Those that no other gives as much for less, the cheapest first. */
export function frontierOf<P extends { x: number; y: number }>(points: readonly P[]): P[] {
  const best: P[] = [];
  for (const point of points.toSorted((a, b) => a.x - b.x || b.y - a.y))
    if (best.length === 0 || point.y > best.at(-1)!.y) best.push(point);
  return best;
}

/** Of the list at the end. */
export const FINAL_METRICS = [
  { id: 'hr@10', name: 'HR@10' },
  { id: 'ndcg@10', name: 'NDCG@10' },
] as const;
