/** The document: what a model is, as plain JSON. No tensor, no row of data, no screen state but node positions. */
import type { Rule } from '../../engine/optimizers/rules';
import type { Schedule } from '../../engine/optimizers/schedule';

export type { Rule, Schedule };

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Side = 'user' | 'item' | 'match' | 'objective';

export interface GraphTable {
  id: string;
  field: string;
  width: number;
}
export interface GraphNode {
  id: string;
  block: string;
  side: Side;
  params: Record<string, Json>;
  /** The middle of its upper edge on the board, in its pixels; counts where the graph is `arranged`. */
  at: [number, number];
}
export interface GraphEdge {
  from: { node: string; output: string };
  to: { node: string; input: string };
}

/** The id of a preset, of a world or of a run. */
export type MadeFrom = { preset: string } | { world: string } | { run: string };

export interface TowerGraph {
  format: 'tower-lab/graph';
  /** Of the format: see formats/graph. */
  version: number;
  kind: 'retrieval' | 'ranker';
  title: string;
  /** An embedding table is shared exactly where its id is used twice. */
  tables: GraphTable[];
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** What the graph began as. Edits and another title leave it; absent where it began as nothing. */
  madeFrom?: MadeFrom | undefined;
  /** Nodes stand where a person left them. Without it the board lays them out by itself. */
  arranged?: true | undefined;
}

/**
 * How one group of weights learns. The first group whose pattern matches a weight's path takes it; `*` matches
 * anything.
 */
export interface OptimizerGroup {
  pattern: string;
  /**
   * `adam` moves every row of a table in every step; `lazy-adam` touches only the rows of the batch (PyTorch
   * SparseAdam) and equals `adam` on dense weights; `row-adagrad` keeps one number per row and takes tables only.
   */
  rule: Rule;
  learningRate: number;
  /**
   * Decoupled (AdamW): each updated number loses learning rate x this share of itself. Rows that a rule does not touch
   * do not decay.
   */
  weightDecay: number;
}

export interface Stage {
  /** Objective nodes that count; '*' = all. */
  terms: string[];
  /** Weight-path patterns that learn. */
  trainable: string[];
  until: { steps: number } | { epochs: number } | { patience: number; maxEpochs: number };
}

export interface Settings {
  seed: number;
  batch: number;
  optimizers: OptimizerGroup[];
  /** Gradients are scaled down together where the norm of all that learn is larger; null = never. */
  clipNorm: number | null;
  /** Of all learning rates; counted in steps of the run, through all stages. */
  schedule: Schedule;
  stages: Stage[];
  /**
   * How embedding tables are stored on the device; `float16` those whose width is a multiple of four. Sums and moments
   * are float32 either way.
   */
  tablePrecision: 'float32' | 'float16';
}
