/** The figures by which funnels are compared, and how they are written. */

/** Decimals. */
export const DIGITS = 3;

/** Of the list at the end. */
export const FINAL_METRICS = [
  { id: 'hr@10', name: 'HR@10' },
  { id: 'ndcg@10', name: 'NDCG@10' },
] as const;
