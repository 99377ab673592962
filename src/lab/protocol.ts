/**
 * The only words across the worker's wall: commands with their replies, and events. Both sides are typed by these two
 * maps, so a mismatch does not compile. Everything here is structured-cloneable.
 */
import type { DeviceInfo } from './device-info';
import type { Counting } from './evaluate/baseline-count';
import type { Baselines } from './evaluate/baseline-figures';
import type { LabFailure } from './failure';
import type { Progress } from './progress';
import type { Run, RunResult } from './runs/run';
import type { Own } from './runs/run-keeper';
import type { SeriesChunk } from './runs/series';
import type { SnapshotMark } from './runs/snapshots';
import type { KnownIds } from './transfer/import-weights';
import type { Wait } from './waits';

/** command -> [question, answer]; each file of `commands/` adds its own. */
export interface Commands {}

export interface Events {
  device: DeviceInfo;
  progress: Progress;
  /**
   * `loss`, `term <objective>`, `recall@10`, `ndcg@10`, `hr@10` of the validation part. At most four times a second.
   */
  series: { chunks: SeriesChunk[] };
  /** All that are there, after each that was counted; rows that are still to come are left as `waiting`. */
  baselines: { part: 'validation' | 'test'; baselines: Baselines };
  /** Said where it changes by a percent or goes on to another row; null once it is over, or has failed. */
  counting: Counting | null;
  /** How far something is that a person waits for; null when it is over. At most once a percent. */
  waiting: { wait: Wait; fraction: number | null };
  /** The last step is done and the weights that stay are there; their test follows. */
  trained: { step: number };
  /** After the test, with the baselines that are there by then. */
  result: RunResult;
  /** A run is new, or something of it has changed. */
  run: Run;
  /** Another run is this tab's own, or it has a checkpoint now. */
  own: Own;
  failed: LabFailure;
  /** A weights file that was asked for beside the weights on screen was trained on other data: see `WeightsAsked`. */
  otherData: { weights: string; known: KnownIds[] };
  /** Why what is trained is not stored (a full disk, say); null once it is. Said where it changes. */
  unsaved: LabFailure | null;
  recovered: { step: number };
  /** Those of the run on screen, in the order of their steps: said whole where it changes. */
  snapshots: { marks: SnapshotMark[] };
  /** The run at rest goes on from the weights of `step`; what came after it, if anything, comes again. */
  continued: { step: number };
}

export type Ask<K extends keyof Commands> = Commands[K][0];
export type Answer<K extends keyof Commands> = Commands[K][1];
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
