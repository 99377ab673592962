/** The document: what a model is, as plain JSON. No tensor, no row of data, no screen state but node positions. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Side = 'user' | 'item' | 'match' | 'objective';

export interface GraphTable { id: string; field: string; width: number }
export interface GraphNode { id: string; block: string; side: Side; params: Record<string, Json>; at: [number, number] }
export interface GraphEdge { from: { node: string; output: string }; to: { node: string; input: string } }

export interface TowerGraph {
  format: 'tower-lab/graph';
  version: 1;
  kind: 'retrieval' | 'ranker';
  title: string;
  /** An embedding table is shared exactly where its id is used twice. */
  tables: GraphTable[];
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** How one group of weights learns. The first group whose pattern matches a weight's path takes it; `*` matches anything. */
export interface OptimizerGroup {
  pattern: string;
  /** `lazy-adam` touches only the rows of the batch (PyTorch SparseAdam); on dense weights it equals `adam`. */
  rule: 'adam' | 'lazy-adam' | 'sgd';
  learningRate: number;
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
  stages: Stage[];
}
