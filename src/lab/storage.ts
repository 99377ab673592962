/**
 * Where a run survives a reload: IndexedDB in the browser, memory in Node and tests. The session knows only this port.
 */
import type { Settings, TowerGraph } from '../model/document/graph';
import type { DataSource, Dialect, UploadedFiles } from './data-source';
import type { Baselines } from './evaluate/baseline-figures';
import type { Phase } from './progress';
import type { SeriesChunk } from './series';
import type { Metrics } from './evaluate/metrics';

/** All numbers a run needs to go on as if it had not been interrupted. */
export interface Checkpoint {
  step: number;
  /** Weight path -> values. */
  weights: Map<string, Float32Array>;
  /** Weight path -> what its update rule keeps, where it keeps anything: two moments, or one accumulator per row. */
  moments: Map<string, Float32Array[]>;
  /** Of the stage that runs. */
  best: Best | null;
  /** Of all stages so far; the same as `best` where the stage that runs has it. */
  kept: Best | null;
  /** Evaluations since the best one. */
  sinceBest: number;
  /** Index into the settings' stages, and the step it began at. */
  stage: number;
  stageStart: number;
}

/** Weights with their figure on the validation part. `stage`: index into the settings' stages. */
export interface Best {
  stage: number;
  step: number;
  value: number;
  weights: Map<string, Float32Array>;
}

export interface StoredRun {
  version: 1;
  source: DataSource;
  files: UploadedFiles | null;
  dialects: { log?: Dialect; items?: Dialect; users?: Dialect };
  /** Of the data set the run was trained on. */
  fingerprint: string;
  graph: TowerGraph;
  settings: Settings;
  phase: Phase;
  checkpoint: Checkpoint;
  series: SeriesChunk[];
  baselines: Baselines;
  /** Of the checkpoint's weights on the test part; left out where they were not tested, and by earlier pages. */
  metrics?: Metrics;
}

export interface RunStorage {
  /** @throws QuotaExceededError (DOMException) and the like; the run goes on without being saved. */
  save(run: StoredRun): Promise<void>;
  /** What is stored, by whatever version of the lab; null where nothing is. */
  load(): Promise<unknown>;
  clear(): Promise<void>;
}

export function memoryStorage(): RunStorage {
  let stored: StoredRun | null = null;
  return {
    // Node clones a File to a Blob without a name; files never change.
    save: async (run) => {
      stored = { ...structuredClone({ ...run, files: null }), files: run.files };
    },
    load: async () => stored,
    clear: async () => {
      stored = null;
    },
  };
}
