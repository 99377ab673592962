/** A run: one training, from its document and data to its result. What the page, the command line and studies keep. */
import type { Settings, TowerGraph } from '../../model/document/graph';
import type { DataSource } from '../loading/data-source';
import type { Baselines } from '../evaluate/baseline-figures';
import type { Metrics } from '../evaluate/metrics';
import type { RunSpeed, StagePlace } from '../progress';
import type { Size } from '../../model/edits/equal-budget';
import type { SweepPlace } from '../sweeps/sweep';

/**
 * `running`: not ended when it was last written. `converged`: validation stopped improving before the last epoch.
 * `diverged`: losses or scores were no longer finite.
 */
export type RunStatus = 'running' | 'paused' | 'stopped' | 'converged' | 'finished' | 'diverged' | 'failed';

/** Where the weights of a run began: fresh, at a step of another run, or in a file. */
export type RunOrigin = { kind: 'trained' } | { kind: 'continued'; run: string; step: number } | { kind: 'imported' };

export interface RunData {
  name: string;
  /** Of the data set the run was trained on. */
  fingerprint: string;
  source: DataSource;
  /** Under which the storage keeps the uploaded files, however many runs read them; null for a world. */
  upload: string | null;
}

/**
 * After training: the test part, with the weights that were best on validation, those of step `bestStep` in stage
 * `keptStage`. `stage`: the last that ran; where it did not converge, those after it were not begun.
 */
export interface RunResult {
  metrics: Metrics;
  baselines: Baselines;
  speed: RunSpeed;
  epochs: number;
  steps: number;
  bestStep: number;
  stage: StagePlace;
  keptStage: StagePlace;
}

/** Figures on the test part of weights that did not come out of a finished training: imported, or stopped. */
export interface Evaluated {
  metrics: Metrics;
  baselines: Baselines;
}

/** Everything of a run but its curves and its checkpoint, which are large and stored apart. */
export interface Run {
  format: 'tower-lab/run';
  version: number;
  id: string;
  title: string;
  /** Of a person; '' where there is none. */
  note: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  status: RunStatus;
  origin: RunOrigin;
  /** Its checkpoint is never dropped to make room. */
  pinned: boolean;
  graph: TowerGraph;
  settings: Settings;
  data: RunData;
  /** Of the checkpoint. */
  step: number;
  /** On the validation part, where they had been computed when the run was last written. */
  baselines: Baselines;
  result: RunResult | null;
  evaluated: Evaluated | null;
  /** Null of a run of an earlier version. */
  size: Size | null;
  /** Of the validation part, with the weights that were best there; empty where not known. */
  validation: Metrics;
  /** That its steps took, without compiling and without evaluations; null where not known. */
  seconds: number | null;
  sweep: SweepPlace | null;
  /** Bytes of its checkpoint; 0 where it has none, or none any more. */
  checkpointBytes: number;
  appVersion: string;
  adapter: string;
}

/** It has come to its end. */
export const isOver = ({ status }: Pick<Run, 'status'>): boolean => status === 'finished' || status === 'converged';

/** Figures of the weights of a run on the test part; empty where they were not tested. */
export const testedMetrics = ({ result, evaluated }: Pick<Run, 'result' | 'evaluated'>): Metrics =>
  (result ?? evaluated)?.metrics ?? {};
