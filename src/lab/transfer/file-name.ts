/** A name without what file systems do not take. */
export const stemOf = (name: string): string => name.replace(/\.\w+$/, '').replace(/[^\p{L}\p{N}-]+/gu, '-');

/** 'log-step-400.weights.json': a file to take home, called after its data or run and the steps of its weights. */
export const fileNameOf = (name: string, step: number, kind: 'weights' | 'vectors' | 'run'): string =>
  `${stemOf(name)}-step-${step}.${kind}.json`;

/** 'log-step-400.scored.csv' */
export const scoredNameOf = (name: string, step: number): string => `${stemOf(name)}-step-${step}.scored.csv`;
