/**
 * The only words across the worker's wall: commands with their replies, and events. Both sides are typed by these two
 * maps, so a drift does not compile. Everything here is structured-cloneable.
 */
import type { Protocol, FieldSpec, SplitRule } from '../data/dataset';
import type { CategoryFacts } from '../data/categories';
import type { SessionFacts } from '../data/sessions';
import type { LeftOut, TrainingRows } from '../data/split-facts';
import type { DataProblem, Roles, Table } from '../data/table';
import type { NoGpuReason } from '../engine/device';
import type { Settings, TowerGraph } from '../model/graph';
import type { Schema } from '../model/schema';
import type { Problem } from '../model/check/problem';
import type { BaselineId } from './evaluate/baseline-ids';

export type Phase =
  | 'idle'
  | 'preparing'
  | 'compiling'
  | 'training'
  | 'paused'
  | 'stopping'
  | 'done'
  | 'failed'
  | 'recovering';

/** Why there is no WebGPU, each with its own text and next step (catalog: `device.<reason>`). */
export type { NoGpuReason } from '../engine/device';
export interface DeviceInfo {
  /** `cpu` is the labelled small-data mode on tfjs's plain CPU backend. */
  backend: 'webgpu' | 'cpu';
  /** The adapter in words: "llvmpipe (LLVM 19.1.7, 256 bits)". */
  adapter: string;
  /** True for a software rasteriser: works, slowly. */
  software: boolean;
  reason: NoGpuReason | null;
  /** Limits and names for the "copy diagnostics" button. */
  diagnostics: string;
}

export interface UploadedFiles {
  log: File | null;
  items: File | null;
  users: File | null;
}
export interface Dialect {
  delimiter?: string;
  header?: boolean;
  encoding?: string;
}

/** What is shown of a parsed file before it becomes a data set. */
export interface TablePreview {
  fileName: string;
  dialect: Table['dialect'];
  rows: number;
  columns: { name: string; distinct: number; examples: string[] }[];
  /** The first rows, as text. */
  head: string[][];
  report: Table['report'];
}
export interface LogPreview {
  log: TablePreview;
  items: TablePreview | null;
  users: TablePreview | null;
  roles: Roles;
}

export type DataSource =
  /** `split`: leave-last-out where it is not given. */
  | { kind: 'world'; id: string; events: number; seed: number; split?: SplitRule }
  /** The files of the last `preview`. */
  | { kind: 'files'; roles: Roles; protocol: Protocol };

export interface DatasetSummary {
  name: string;
  users: number;
  testUsers: number;
  items: number;
  events: number;
  pairs: number;
  fields: (FieldSpec & { warning?: string })[];
  /** What a graph is judged against. */
  schema: Schema;
  protocol: Protocol;
  hasTime: boolean;
  /** Null where the log has neither time nor a session column. */
  sessions: SessionFacts | null;
  categories: CategoryFacts;
  report: Table['report'];
  /** Share of test targets never seen in training. */
  unseenTargets: number;
  /** Users who are not asked. */
  leftOut: Record<'validation' | 'test', LeftOut>;
  trainingRows: TrainingRows;
  fingerprint: string;
}

/** Keyed `hr@10`, `recall@10`, `ndcg@10`, `hr@50`, …, `mrr`, `coverage@10`, `headShare@10`. */
export type Metrics = Record<string, number>;
export type { BaselineId } from './evaluate/baseline-ids';
/** What a baseline chose on the validation part. */
export interface Choices {
  lambda?: number;
  neighbours?: number;
  shrinkage?: number;
  /** In events; null: none, nothing is forgotten. */
  halfLife?: number | null;
}
export interface Baselines extends Partial<Record<BaselineId, Metrics>> {
  oracle?: Metrics;
  chosen?: Partial<Record<BaselineId, Choices>>;
}

/**
 * The moment of a user: after the last event of the log, or as the test part asks, with the held-out events unknown.
 */
export type AsOf = 'end' | 'test';

export interface RankedItem {
  item: number;
  id: string;
  title: string;
  note: string;
  score: number;
  /** The user's held-out item. */
  hit: boolean;
  /** In the user's history. */
  seen: boolean;
}
export interface Retrieval {
  user: number;
  userId: string;
  userTitle: string;
  userNote: string;
  /** Newest first. */
  history: { item: number; id: string; title: string; note: string; time: number | null }[];
  /** `rank`: half of the items of the same score stand before it; Infinity where the item is no candidate. */
  targets: { item: number; title: string; rank: number }[];
  model: RankedItem[];
  popularity: RankedItem[];
  /** Steps the weights had seen. */
  step: number;
}

/** A past event and its share of the interest it feeds; those of an interest add up to 1. */
export interface FeedingEvent {
  item: number;
  title: string;
  share: number;
}
export interface CategoryShare {
  value: string;
  share: number;
}
/** What one interest of a user retrieves. */
export interface Lane {
  /** Place among the interests, from 0. */
  interest: number;
  /** Its own first items, best first. */
  items: RankedItem[];
  /** The past events it is made of, largest share first; empty where the graph does not say. */
  events: FeedingEvent[];
  /** Categories of these events, and of the items; empty without a category field. */
  feeds: CategoryShare[];
  finds: CategoryShare[];
}
export interface MergedItem extends RankedItem {
  /** The interest whose score it has. */
  interest: number;
  /** Interests that have it among their own first items. */
  foundBy: number[];
}
export interface InterestRetrieval {
  user: number;
  userId: string;
  userTitle: string;
  /** Steps the weights had seen. */
  step: number;
  /** Interests of the model; those of the user that are active have a lane. */
  interests: number;
  category: string | null;
  lanes: Lane[];
  /** Items two lanes have in common, lane by lane. */
  overlap: number[][];
  /** What serving shows. */
  merged: MergedItem[];
}

/** Of lists of k items, one for each user. */
export interface ListFigures {
  /** Mean share of a user's held-out items that are listed. */
  recall: number | null;
  /** Share of the catalogue that somebody is shown. */
  coverage: number;
  /** Share of the places that the most frequent tenth of the items takes. */
  headShare: number | null;
  /**
   * Recall of the held-out items of a user's least frequent category, over the users who have some; null where there
   * are none, or no category is asked for.
   */
  leastRecall: number | null;
  leastUsers: number;
}
/** All tested users, by interest. */
export interface InterestsOverall {
  /** Steps the weights had seen. */
  step: number;
  k: number;
  category: string | null;
  users: number;
  /** What serving shows. */
  merged: ListFigures;
  /** Each interest by itself, over the users of whom it is active. */
  alone: { interest: number; users: number; figures: ListFigures }[];
  popularity: ListFigures;
}

/** What a phase is busy with; the sentence is `phase.detail.<detail>` of the catalog. */
export type ProgressDetail =
  | 'reading'
  | 'encoding'
  | 'baselines'
  | 'shaders'
  | 'first-step'
  | 'evaluating'
  | 'early-stop';

/** A stage of the settings, from 1, and how many there are. */
export interface StagePlace {
  at: number;
  of: number;
}

export interface Progress {
  phase: Phase;
  /** The stage that runs, or ran last; null where there is no run. */
  stage: StagePlace | null;
  step: number;
  epoch: number;
  /** 0..1 of the current phase, or null where the end is not known. */
  fraction: number | null;
  /** From the third step on: the first compiles every shader. */
  speed: RunSpeed | null;
  secondsLeft: number | null;
  detail: ProgressDetail | null;
}

/** Over the run so far, but for the dispatches: those of its last step, without any for live values. */
export interface RunSpeed {
  stepsPerSecond: number;
  examplesPerSecond: number;
  jsMsPerStep: number;
  dispatchesPerStep: number;
}

/** New points since the last event; arrays run in parallel. */
export interface SeriesChunk {
  name: string;
  steps: Float64Array;
  values: Float64Array;
}

export interface LabFailure {
  name: string;
  message: string;
  stack: string;
  nodeId: string | null;
  problem: DataProblem | WeightsProblem | null;
  problems: Problem[];
}
/** Why a weights file was refused; the sentence is `weights.problem.<code>`. */
export interface WeightsProblem {
  code:
    | 'not-json'
    | 'cut-short'
    | 'not-ours'
    | 'newer-version'
    | 'bad-structure'
    | 'missing-tensor'
    | 'unknown-tensor'
    | 'wrong-shape'
    | 'wrong-length'
    | 'not-finite'
    | 'bad-graph'
    | 'other-data';
  values: Record<string, string | number>;
}

export interface GroupMeans {
  rows: number;
  means: number[];
}
/**
 * Means of a live value, over all rows, over those of each group, and over the rows left (null = none): rarer
 * categories, and rows without one. Without a field the groups are those of `valuesByField`'s null.
 */
export interface ValuesByField {
  labels: readonly string[];
  field: { name: string; kind: DatasetSummary['fields'][number]['kind'] } | null;
  all: GroupMeans;
  groups: (GroupMeans & { name: string })[];
  others: GroupMeans | null;
}

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

/** A run brought back after a reload: data set, document, metrics so far; the session is 'paused' or 'done'. */
export interface RestoredRun {
  dataset: DatasetSummary;
  graph: TowerGraph;
  settings: Settings;
  phase: Phase;
  series: SeriesChunk[];
  baselines: Baselines;
  progress: Progress;
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
