/** The figures by which funnels are compared, and how they are written. */
import type { Tried } from '../../../lab/stores/funnel';
import type { Speech } from '../../../words/words';

/** Decimals. */
export const DIGITS = 3;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Multiply-adds of a user through all stages, and milliseconds. */
export const workOf = ({ stages }: Pick<Tried, 'stages'>): number => sum(stages.map(({ work }) => work));
export const timeOf = ({ stages }: Pick<Tried, 'stages'>): number =>
  sum(stages.map(({ milliseconds }) => milliseconds));

export const isMerged = ({ chosen }: Pick<Tried, 'chosen'>): boolean =>
  chosen.some(({ sources }) => sources.length > 1);

/** '7 : 3, quotas'; of several merged stages one after the other. */
export const weightsOf = ({ chosen }: Pick<Tried, 'chosen'>, { words, line, number }: Speech): string =>
  chosen
    .filter(({ sources }) => sources.length > 1)
    .map(({ sources, rule }) =>
      line(sources.map(({ weight }) => number(weight)).join(' : '), words.funnel.panel.shortRules[rule]),
    )
    .join(' → ');

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
