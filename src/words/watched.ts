/** What the validation metric is called by which weights are chosen, in every language. */
import type { Watched } from '../lab/training/best-weights';

export const WATCHED_NAMES: Readonly<Record<Watched, string>> = { 'ndcg@10': 'NDCG@10', gauc: 'GAUC' };
