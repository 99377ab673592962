/** Every ranker, in the order in which their rows stand everywhere. */
import type { Ranker, RankerId } from './ranker';

export const rankers: readonly Ranker[] = Object.values(
  import.meta.glob<Ranker>('./*/ranker.ts', { eager: true, import: 'default' }),
).sort((a, b) => a.place - b.place);

/** A row that may stand beside a model: a ranker, or the oracle of a generated world, which is the last. */
export type ReferenceRow = RankerId | 'oracle';
export const REFERENCE_ROWS: readonly ReferenceRow[] = [...rankers.map(({ id }) => id), 'oracle'];
