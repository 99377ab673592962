/**
 * Two towers that meet in a cosine. The item's vector is its id embedding beside a narrow embedding of each of its fields; the user's is the
 * history pooled in the same parts, so that what was liked in genres meets genres and what was liked in titles meets titles. Each side adds a
 * small correction made by an MLP from everything it knows.
 */
import { freshId } from '../graph-edits';
import type { GraphEdge, GraphNode, GraphTable, Json, Settings, Side, TowerGraph } from '../graph';
import type { Schema } from '../schema';
import type { Preset } from './presets';

const HIDDEN = 128;
/** Share of the correction at the start. */
const CORRECTION = 0.3;
/** Share dropped of past events, and of what the corrections see. */
const DROPOUT = 0.3;
const HISTORY_LENGTH = 50;
/** Below this many items 32 numbers tell them apart. */
const SMALL_CATALOGUE = 500;
/**
 * Width of the fields beside the id: together about as wide as the id, each at most a quarter of it and at least 8, in steps of the four numbers
 * a GPU moves at once.
 */
const narrowWidth = (width: number, fields: number): number => Math.max(8, Math.min(width / 4, 4 * Math.floor(width / 4 / Math.max(1, fields))));
const LEARNING_RATE = 2e-3;

const twoTower: Preset = {
  id: 'two-tower',
  words: {
    en: {
      title: 'Two towers',
      about: 'The user’s pooled history against the item’s embeddings, part by part, both corrected by an MLP over all fields; cosine, in-batch softmax.',
    },
    zh: { title: '双塔', about: '用户历史按部分池化，与物品的各个嵌入逐部分相配，两侧各由全部特征域上的 MLP 修正；余弦，批内 softmax。' },
  },
  build(schema, { width = schema.items < SMALL_CATALOGUE ? 32 : 64 } = {}) {
    return { graph: buildGraph(schema, width), settings: settingsFor(schema) };
  },
};
export default twoTower;

/** Below this many training events a batch of 64 still gives an epoch enough steps to learn from. */
const SMALL_LOG = 10_000;

const settingsFor = (schema: Schema): Settings => ({
  seed: 7,
  batch: schema.events < SMALL_LOG ? 64 : 256,
  optimizers: [
    { pattern: 'table/*', rule: 'lazy-adam', learningRate: LEARNING_RATE, weightDecay: 0 },
    { pattern: '*', rule: 'adam', learningRate: LEARNING_RATE, weightDecay: 0 },
  ],
  clipNorm: null,
  schedule: { kind: 'constant', warmup: 0 },
  stages: [{ terms: ['*'], trainable: ['*'], until: { patience: 4, maxEpochs: 40 } }],
});

/** An output of a node, `<node>.<output>`, and the input it goes to. */
type Wire = readonly [source: string, input: string];

function buildGraph(schema: Schema, width: number): TowerGraph {
  const narrow = narrowWidth(width, schema.fields.filter(({ owner, kind }) => owner === 'item' && kind !== 'id').length);
  const tables: GraphTable[] = [];
  const tablesOf = (owner: 'user' | 'item', ids: boolean): string[] =>
    schema.fields.filter((field) => field.owner === owner && (field.kind === 'id') === ids).map(({ name }) => {
      const known = tables.find((table) => table.field === name);
      if (known) return known.id;
      const id = freshId(tables.map((table) => table.id), name.replace(/[\s/]+/g, '-'));
      tables.push({ id, field: name, width: ids ? width : narrow });
      return id;
    });

  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const add = (id: string, block: string, side: Side, at: [number, number], params: Record<string, Json>, inputs: readonly Wire[] = []): void => {
    nodes.push({ id, block, side, params, at });
    for (const [source, input] of inputs) {
      const [node = '', output = ''] = source.split('.');
      edges.push({ from: { node, output }, to: { node: id, input } });
    }
  };
  const user = { id: tablesOf('user', true), others: tablesOf('user', false) };
  const item = { id: tablesOf('item', true), others: tablesOf('item', false) };
  const vectorWidth = schema.hasTime ? width + narrow * item.others.length : width;
  const mlp = { widths: [HIDDEN, vectorWidth], activation: 'relu', lastLinear: true };
  const mix = { scale: CORRECTION, learnt: false };
  const past = { length: HISTORY_LENGTH, dropout: DROPOUT };
  const pool = { by: 'learnt', halfLife: 10 };

  add('user-id', 'fields', 'user', [0, 760], { tables: user.id });
  const userParts: Wire[] = [['user-id.fields', 'parts']];
  if (user.others.length > 0) {
    add('user-fields', 'fields', 'user', [0, 640], { tables: user.others });
    userParts.push(['user-fields.fields', 'parts']);
  }
  const base: Wire[] = [];
  if (schema.hasTime) {
    add('history', 'history', 'user', [180, 760], { tables: item.id, ...past });
    add('pool', 'pool', 'user', [180, 640], pool, [['history.sequence', 'sequence']]);
    base.push(['pool.vector', 'parts']);
    if (item.others.length > 0) {
      add('history-fields', 'history', 'user', [360, 760], { tables: item.others, ...past });
      add('pool-fields', 'pool', 'user', [360, 640], pool, [['history-fields.sequence', 'sequence']]);
      base.push(['pool-fields.vector', 'parts']);
    }
  } else {
    // Without time there is no history: the tower begins from the user's id.
    base.push(['user-id.fields', 'parts']);
  }
  add('user-base', 'concat', 'user', [270, 550], {}, base);
  add('user-concat', 'concat', 'user', [90, 460], {}, [...userParts, ...(schema.hasTime ? [['user-base.vector', 'parts'] as const] : [])]);
  add('user-dropout', 'dropout', 'user', [90, 370], { rate: DROPOUT }, [['user-concat.vector', 'vector']]);
  add('user-mlp', 'mlp', 'user', [90, 280], mlp, [['user-dropout.vector', 'vector']]);
  add('user-mix', 'mix', 'user', [180, 190], mix, [['user-base.vector', 'a'], ['user-mlp.vector', 'b']]);

  add('item-id', 'fields', 'item', [560, 760], { tables: item.id });
  const itemParts: Wire[] = [['item-id.fields', 'parts']];
  if (item.others.length > 0) {
    add('item-fields', 'fields', 'item', [740, 760], { tables: item.others });
    itemParts.push(['item-fields.fields', 'parts']);
  }
  // With a history both sides begin from the same parts; without one the item, too, begins from its id.
  add('item-base', 'concat', 'item', [560, 460], {}, schema.hasTime ? itemParts : itemParts.slice(0, 1));
  if (!schema.hasTime) add('item-concat', 'concat', 'item', [740, 460], {}, itemParts);
  add('item-dropout', 'dropout', 'item', [740, 370], { rate: DROPOUT }, [[schema.hasTime ? 'item-base.vector' : 'item-concat.vector', 'vector']]);
  add('item-mlp', 'mlp', 'item', [740, 280], mlp, [['item-dropout.vector', 'vector']]);
  add('item-mix', 'mix', 'item', [650, 190], mix, [['item-base.vector', 'a'], ['item-mlp.vector', 'b']]);

  add('match', 'match', 'match', [420, 95], { score: 'cosine', temperature: 0.07, learnTemperature: false }, [['user-mix.vector', 'user'], ['item-mix.vector', 'item']]);
  add('softmax', 'in-batch-softmax', 'objective', [420, 0], { logQ: true, sameItem: true, sameUser: true, rowWeights: true }, [['match.pairing', 'pairing']]);

  return { format: 'tower-lab/graph', version: 1, kind: 'retrieval', title: 'Two towers', tables, nodes, edges };
}
