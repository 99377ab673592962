/**
 * The reference model as a document of the lab, made of ordinary blocks, and the same as a description other
 * implementations build themselves from.
 */
import { graphFormat } from '../../model/formats/graph/format';
import type { GraphEdge, GraphNode, Settings, Side, TowerGraph } from '../../model/document/graph';

/**
 * `tt`, two-tower: the reference. `deeper`: one more layer of each MLP and two more fields on each side, so that
 * nothing is tuned to one graph.
 */
export const GRAPHS = {
  tt: { userFields: 5, itemFields: 3, widths: [128, 64] },
  deeper: { userFields: 7, itemFields: 5, widths: [128, 128, 64] },
} as const;
export type GraphName = keyof typeof GRAPHS;

export const DIM = 32;
export const HISTORY_LENGTH = 20;
export const TEMPERATURE = 0.05;
export const LEARNING_RATE = 1e-3;

const fieldsOf = (owner: 'user' | 'item', count: number): string[] => [
  `${owner} id`,
  ...Array.from({ length: count }, (_, f) => `${owner} field ${f + 1}`),
];
const tableId = (field: string): string => field.replaceAll(' ', '-');

export function referenceGraph(name: GraphName): TowerGraph {
  const { userFields, itemFields, widths } = GRAPHS[name];
  const fields = { user: fieldsOf('user', userFields), item: fieldsOf('item', itemFields) };
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const add = (
    id: string,
    block: string,
    side: Side,
    params: GraphNode['params'],
    inputs: readonly (readonly [source: string, output: string, input: string])[] = [],
  ): void => {
    nodes.push({ id, block, side, params, at: [0, 0] });
    for (const [node, output, input] of inputs) edges.push({ from: { node, output }, to: { node: id, input } });
  };
  const mlp = { widths, activation: 'relu', lastLinear: true };
  add('user-fields', 'fields', 'user', { tables: fields.user.map(tableId) });
  add('history', 'history', 'user', { tables: ['item-id'], length: HISTORY_LENGTH, dropout: 0 });
  add('pool', 'pool', 'user', { by: 'mean' }, [['history', 'sequence', 'sequence']]);
  add('user-concat', 'concat', 'user', {}, [
    ['user-fields', 'fields', 'parts'],
    ['pool', 'vector', 'parts'],
  ]);
  add('user-mlp', 'mlp', 'user', mlp, [['user-concat', 'vector', 'vector']]);
  add('item-fields', 'fields', 'item', { tables: fields.item.map(tableId) });
  add('item-concat', 'concat', 'item', {}, [['item-fields', 'fields', 'parts']]);
  add('item-mlp', 'mlp', 'item', mlp, [['item-concat', 'vector', 'vector']]);
  add('match', 'match', 'match', { score: 'cosine', temperature: TEMPERATURE, learnTemperature: false }, [
    ['user-mlp', 'vector', 'user'],
    ['item-mlp', 'vector', 'item'],
  ]);
  // No correction and no mask: what every implementation offers.
  add(
    'softmax',
    'in-batch-softmax',
    'objective',
    { logQ: false, sameItem: false, sameUser: false, rowWeights: false },
    [['match', 'pairing', 'pairing']],
  );
  return {
    ...graphFormat.header,
    kind: 'retrieval',
    title: name,
    tables: [...fields.user, ...fields.item].map((field) => ({ id: tableId(field), field, width: DIM })),
    nodes,
    edges,
  };
}

export const referenceSettings = (batch: number, seed: number): Settings => ({
  seed,
  batch,
  optimizers: [
    { pattern: 'table/*', rule: 'lazy-adam', learningRate: LEARNING_RATE, weightDecay: 0 },
    { pattern: '*', rule: 'adam', learningRate: LEARNING_RATE, weightDecay: 0 },
  ],
  clipNorm: null,
  schedule: { kind: 'constant', warmup: 0 },
  stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 1 } }],
  tablePrecision: 'float32',
});

/** One tower: weight paths of its tables in the order of the concatenation, and of its layers, bottom first. */
export interface Tower {
  fields: readonly { field: string; table: string }[];
  layers: readonly { kernel: string; bias: string }[];
}
/**
 * All but the last layer are followed by a ReLU; the user's input ends with the mean of the history, looked up in
 * `history`.
 */
export interface Towers {
  user: Tower;
  item: Tower;
  history: string;
  dim: number;
  historyLength: number;
  temperature: number;
  learningRate: number;
}

export function towersOf(name: GraphName): Towers {
  const { userFields, itemFields, widths } = GRAPHS[name];
  const tower = (side: 'user' | 'item', count: number): Tower => ({
    fields: fieldsOf(side, count).map((field) => ({ field, table: `table/${tableId(field)}` })),
    layers: widths.map((_, layer) => ({
      kernel: `${side}/${side}-mlp/layer${layer + 1}/kernel`,
      bias: `${side}/${side}-mlp/layer${layer + 1}/bias`,
    })),
  });
  return {
    user: tower('user', userFields),
    item: tower('item', itemFields),
    history: 'table/item-id',
    dim: DIM,
    historyLength: HISTORY_LENGTH,
    temperature: TEMPERATURE,
    learningRate: LEARNING_RATE,
  };
}
