/** For tests: a run as it is stored, and its checkpoint. */
import { smallDataset } from '../../model/harness/small-graph';
import type { Loaded } from '../loading/sources';
import { plainDocument } from '../testing';
import type { Checkpoint } from './checkpoint';
import { newRun } from './new-run';
import type { Run } from './run';

const loaded = {
  dataset: { ...smallDataset(), name: 'fair', fingerprint: 'f' },
  source: { kind: 'world', id: 'bookshop', events: 10, seed: 1 },
  files: null,
} as unknown as Loaded;

export const runOf = (id: string, change: Partial<Run> = {}): Run => ({
  ...newRun(plainDocument(9), { loaded, adapter: '' }, { kind: 'trained' }),
  id,
  ...change,
});

export const checkpointOf = (step: number): Checkpoint => ({
  step,
  weights: new Map([['table/items', Float32Array.of(step, 2)]]),
  moments: new Map(),
  best: null,
  kept: null,
  sinceBest: 0,
  stage: 0,
  stageStart: 0,
});
