/**
 * The baselines by name, in the order in which their rows stand everywhere. Apart from the code that counts them
 * (`baselines/`, a file for each), so that the page, which only shows figures, does not load it.
 */
export const BASELINE_IDS = [
  'random',
  'popularity',
  'itemKnn',
  'itemKnnRecency',
  'ease',
  'easeRecency',
  'transitions',
] as const;
export type BaselineId = (typeof BASELINE_IDS)[number];

/** All rows that may stand beside a model: the oracle of a generated world is the last. */
export const REFERENCE_ROWS = [...BASELINE_IDS, 'oracle'] as const;
export type ReferenceRow = (typeof REFERENCE_ROWS)[number];
