/** The training settings that every preset begins from. */
import type { Settings } from '../document/graph';
import type { Schema } from '../document/schema';

/** Below this many training events a batch of 64 still gives an epoch enough steps to learn from. */
const SMALL_LOG = 10_000;
const LEARNING_RATE = 2e-3;

export const settingsFor = (schema: Schema): Settings => ({
  seed: 7,
  batch: schema.events < SMALL_LOG ? 64 : 256,
  optimizers: [
    { pattern: 'table/*', rule: 'lazy-adam', learningRate: LEARNING_RATE, weightDecay: 0 },
    { pattern: '*', rule: 'adam', learningRate: LEARNING_RATE, weightDecay: 0 },
  ],
  clipNorm: null,
  schedule: { kind: 'constant', warmup: 0 },
  stages: [{ terms: ['*'], trainable: ['*'], until: { patience: 4, maxEpochs: 40 } }],
  tablePrecision: 'float32',
});
