/** The metrics that stand for a run where there is no room for all. */
export const METRICS = { 'recall@10': 'Recall@10', 'ndcg@10': 'NDCG@10' } as const;
export type Metric = keyof typeof METRICS;
export const METRIC_IDS = Object.keys(METRICS) as Metric[];

/** Decimals of their figures. */
export const DIGITS = 3;
