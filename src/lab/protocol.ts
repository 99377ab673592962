/**
 * The only words across the worker's wall: commands with their replies, and events. Both sides are typed by these two
 * maps, so a drift does not compile. Everything here is structured-cloneable.
 */
import type { Settings, TowerGraph } from '../model/graph';
import type { DataSource, Dialect, LogPreview, UploadedFiles } from './data-source';
import type { DatasetSummary } from './describe-data';
import type { DeviceInfo } from './device-info';
import type { Baselines } from './evaluate/baseline-figures';
import type { InterestRetrieval } from './evaluate/lanes';
import type { Metrics } from './evaluate/metrics';
import type { InterestsOverall } from './evaluate/overall';
import type { Retrieval } from './evaluate/retrieve';
import type { ValuesByField } from './evaluate/values-by-field';
import type { LabFailure } from './failure';
import type { Progress, RunSpeed, StagePlace } from './progress';
import type { SeriesChunk } from './series';
import type { RestoredRun } from './stored-run';
import type { AsOf } from './transfer/export-vectors';

/** command -> [question, answer] */
export interface Commands {
  /** Opens the device; `cpu` accepts the small-data mode. */
  open: [{ cpu: boolean }, DeviceInfo];
  worlds: [Record<never, never>, { id: string; events: number; title: string }[]];
  /** Reads files far enough to show them; the whole file is parsed. */
  preview: [{ files: UploadedFiles; dialects: { log?: Dialect; items?: Dialect; users?: Dialect } }, LogPreview];
  load: [{ source: DataSource }, DatasetSummary];
  /** A preset's graph and settings for the loaded data. */
  preset: [{ id: string; width?: number }, { graph: TowerGraph; settings: Settings }];
  /** Fresh weights, then training. From 'paused' with an unchanged document use `resume`. */
  start: [{ graph: TowerGraph; settings: Settings }, Record<never, never>];
  pause: [Record<never, never>, Record<never, never>];
  /** One step, then 'paused'; starts a session where there is none. */
  step: [{ graph: TowerGraph; settings: Settings }, Record<never, never>];
  resume: [Record<never, never>, Record<never, never>];
  stop: [Record<never, never>, Record<never, never>];
  /** Test users whose id or title contains the text. */
  findUsers: [{ text: string; limit: number }, { user: number; id: string; title: string; events: number }[]];
  retrieve: [{ user: number; k: number }, Retrieval];
  /**
   * What each interest retrieves. `category`: item field that describes the lanes; `diversity`: what an item of the
   * merged list gains for each item before it of another category (0 = the maximum alone).
   */
  retrieveByInterest: [{ user: number; k: number; category: string | null; diversity: number }, InterestRetrieval];
  /** The same over all users of the test part, with the weights at rest; also for a model of one vector. */
  evaluateByInterest: [{ k: number; category: string | null; diversity: number }, InterestsOverall];
  /**
   * A live value by row (`key` of its probe), split by a category, by the length of a text or, without a field, by how
   * many events are known of the row: those before a user's moment, those of an item in the training part.
   */
  valuesByField: [{ key: string; field: string | null }, ValuesByField];
  exportWeights: [{ encoding: 'base64-f32-le' | 'array' }, { fileName: string; json: string }];
  /**
   * The vectors of all items and of the users as of a moment ('end' where it is not said), each interest with whether
   * it is active.
   */
  exportVectors: [{ asOf?: AsOf }, { fileName: string; json: string }];
  /** Replaces graph, settings and weights after checking everything. */
  importWeights: [{ json: string }, { graph: TowerGraph; settings: Settings; step: number; sameData: boolean }];
  /** The test part with the weights as they stand, after an import or a stop. */
  evaluate: [Record<never, never>, { metrics: Metrics; baselines: Baselines }];
  /** What a reload can continue: the last checkpoint of the stored run. */
  restore: [Record<never, never>, RestoredRun | null];
  cancel: [Record<never, never>, Record<never, never>];
}

export interface Events {
  device: DeviceInfo;
  progress: Progress;
  /**
   * `loss`, `term <objective>`, `recall@10`, `ndcg@10`, `hr@10` of the validation part. At most four times a second.
   */
  series: { chunks: SeriesChunk[] };
  baselines: { part: 'validation' | 'test'; baselines: Baselines };
  /**
   * After training: the test part, with the weights that were best on validation, those of step `bestStep` in stage
   * `keptStage`. `stage`: the last that ran; where it did not converge, those after it were not begun.
   */
  result: {
    metrics: Metrics;
    baselines: Baselines;
    speed: RunSpeed;
    epochs: number;
    steps: number;
    bestStep: number;
    stage: StagePlace;
    keptStage: StagePlace;
  };
  failed: LabFailure;
  /** The run could not be stored (a full disk, say) and goes on without; said once. */
  unsaved: LabFailure;
  recovered: { step: number };
}

export type Ask<K extends keyof Commands> = Commands[K][0];
export type Answer<K extends keyof Commands> = Commands[K][1];
/** One function per command: a missing handler does not compile. */
export type Handlers = { [K in keyof Commands]: (ask: Ask<K>) => Promise<Answer<K>> | Answer<K> };

/** What the page talks to; the same interface in process (Node, tests) and over the worker's wall. */
export interface Lab {
  ask<K extends keyof Commands>(command: K, ask: Ask<K>): Promise<Answer<K>>;
  on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): () => void;
  dispose(): void;
}

export type ToWorker = { id: number; command: keyof Commands; ask: unknown };
export type FromWorker =
  | { kind: 'answer'; id: number; answer: unknown }
  | { kind: 'refused'; id: number; failure: LabFailure }
  | { kind: 'event'; type: keyof Events; event: unknown };
