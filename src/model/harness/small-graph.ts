/**
 * For tests: a log small enough to be trained in milliseconds, with every kind of slot a table is read by, and a graph
 * over all of it.
 */
import { FIRST_VALUE, MISSING, type Dataset, type Field } from '../../data/dataset';
import { datasetOf, randomRows } from '../../data/testing';
import type { GraphNode, Settings, Side, TowerGraph } from '../document/graph';

const MOST_GENRES = 3;
const GENRES = 30;
/** Row of the genres that no item has. */
export const NEVER = FIRST_VALUE + GENRES;

/**
 * Repeated pairs, events at one time, users without a history; bags with unused slots (id 0, weight 0) and one value
 * that never occurs.
 */
export function smallDataset(seed = 1): Dataset {
  const dataset = datasetOf(randomRows(seed, { users: 12, items: 40, rows: 150 }), { repeats: 'all' }, seed);
  const { users, items } = dataset;
  const idOf = (owner: 'user' | 'item', names: readonly string[]): Field => ({
    name: `${owner} id`,
    owner,
    kind: 'id',
    rows: names.length + FIRST_VALUE,
    vocabulary: names,
    length: 1,
    ids: Uint32Array.from(names, (_, i) => FIRST_VALUE + i),
    weights: null,
  });
  const group: Field = {
    name: 'group',
    owner: 'user',
    kind: 'categorical',
    rows: 3 + FIRST_VALUE,
    vocabulary: ['a', 'b', 'c'],
    length: 1,
    ids: Uint32Array.from(users, (_, i) => (i % 4 === 3 ? MISSING : FIRST_VALUE + (i % 4))),
    weights: null,
  };
  const counts = items.map((_, i) => 1 + (i % MOST_GENRES));
  const slots = <T>(of: (item: number, slot: number) => T, none: T): T[] =>
    counts.flatMap((count, item) =>
      Array.from({ length: MOST_GENRES }, (__, slot) => (slot < count ? of(item, slot) : none)),
    );
  const genres: Field = {
    name: 'genres',
    owner: 'item',
    kind: 'bag',
    rows: GENRES + 1 + FIRST_VALUE,
    vocabulary: Array.from({ length: GENRES + 1 }, (_, i) => `g${i}`),
    length: MOST_GENRES,
    ids: Uint32Array.from(slots((item, slot) => FIRST_VALUE + ((item * 2 + slot) % GENRES), MISSING)),
    weights: Float32Array.from(slots((item) => 1 / counts[item]!, 0)),
  };
  return { ...dataset, fields: [idOf('user', users), idOf('item', items), group, genres] };
}

export const HISTORY = 6;

/** What a test may change in the graph. */
export interface GraphChange {
  activation?: string;
  hidden?: number;
  by?: string;
  dropout?: number;
  temperature?: number;
  learnTemperature?: boolean;
  logQ?: boolean;
  deeper?: boolean;
}

/**
 * [user id, group, mean of the history] and [item id, genres], an MLP on each side, cosine, in-batch softmax. The
 * history shares the item's table. `deeper`: one more layer on each side.
 */
export function smallGraph(change: GraphChange = {}): TowerGraph {
  const {
    activation = 'tanh',
    hidden = 8,
    by = 'mean',
    dropout = 0,
    temperature = 0.2,
    learnTemperature = false,
    logQ = true,
    deeper = false,
  } = change;
  const node = (id: string, block: string, side: Side, params: GraphNode['params']): GraphNode => ({
    id,
    block,
    side,
    params,
    at: [0, 0],
  });
  const mlp = { widths: deeper ? [hidden, hidden, 4] : [hidden, 4], activation, lastLinear: true };
  return {
    format: 'tower-lab/graph',
    version: 1,
    kind: 'retrieval',
    title: 'Small',
    tables: [
      ['users', 'user id'],
      ['groups', 'group'],
      ['items', 'item id'],
      ['genres', 'genres'],
    ].map(([id = '', field = '']) => ({ id, field, width: 4 })),
    nodes: [
      node('user-fields', 'fields', 'user', { tables: ['users', 'groups'] }),
      node('history', 'history', 'user', { tables: ['items'], length: HISTORY, dropout }),
      node('pool', 'pool', 'user', { by }),
      node('user-concat', 'concat', 'user', {}),
      node('user-mlp', 'mlp', 'user', mlp),
      node('item-fields', 'fields', 'item', { tables: ['items', 'genres'] }),
      node('item-concat', 'concat', 'item', {}),
      node('item-mlp', 'mlp', 'item', mlp),
      node('match', 'match', 'match', { score: 'cosine', temperature, learnTemperature }),
      node('softmax', 'in-batch-softmax', 'objective', { logQ }),
    ],
    edges: [
      ['user-fields.fields', 'user-concat.parts'],
      ['history.sequence', 'pool.sequence'],
      ['pool.vector', 'user-concat.parts'],
      ['user-concat.vector', 'user-mlp.vector'],
      ['item-fields.fields', 'item-concat.parts'],
      ['item-concat.vector', 'item-mlp.vector'],
      ['user-mlp.vector', 'match.user'],
      ['item-mlp.vector', 'match.item'],
      ['match.pairing', 'softmax.pairing'],
    ].map(([from = '', to = '']) => {
      const [[source = '', output = ''], [target = '', input = '']] = [from.split('.'), to.split('.')];
      return { from: { node: source, output }, to: { node: target, input } };
    }),
  };
}

export const smallSettings = (change: Partial<Settings> = {}): Settings => ({
  seed: 5,
  batch: 16,
  optimizers: [
    { pattern: 'table/*', rule: 'lazy-adam', learningRate: 0.02, weightDecay: 0 },
    { pattern: '*', rule: 'adam', learningRate: 0.02, weightDecay: 0 },
  ],
  clipNorm: null,
  tablePrecision: 'float32',
  schedule: { kind: 'constant', warmup: 0 },
  stages: [{ terms: ['*'], trainable: ['*'], until: { steps: 1 } }],
  ...change,
});
