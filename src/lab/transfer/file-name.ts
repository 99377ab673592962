import type { LiveModel } from '../live-model';

/**
 * 'log-step-400.weights.json': what a file that is taken home is called, after its data and the steps of its weights.
 */
export const fileNameOf = (
  { dataset, step }: Pick<LiveModel, 'dataset' | 'step'>,
  kind: 'weights' | 'vectors',
): string => `${dataset.name.replace(/\.\w+$/, '').replace(/[^\p{L}\p{N}-]+/gu, '-')}-step-${step}.${kind}.json`;
