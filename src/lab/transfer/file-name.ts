/** 'log-step-400.weights.json': a file to take home, called after its data or run and the steps of its weights. */
export const fileNameOf = (name: string, step: number, kind: 'weights' | 'vectors' | 'run'): string =>
  `${name.replace(/\.\w+$/, '').replace(/[^\p{L}\p{N}-]+/gu, '-')}-step-${step}.${kind}.json`;
