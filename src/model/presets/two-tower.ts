/**
 * Two towers that meet in a cosine. Each begins from an embedding that works by itself (the user: the pooled history; the item: its id)
 * and adds a small correction made by an MLP from all fields of the side.
 */
import { freshId } from '../graph-edits';
import type { GraphEdge, GraphNode, GraphTable, Json, Settings, Side, TowerGraph } from '../graph';
import type { Schema } from '../schema';
import type { Preset } from './presets';

const HIDDEN = 128;
/** Share of the correction at the start. */
const CORRECTION = 0.3;
const HISTORY_LENGTH = 50;
/** Below this many items 32 numbers tell them apart. */
const SMALL_CATALOGUE = 500;

const twoTower: Preset = {
  id: 'two-tower',
  words: {
    en: {
      title: 'Two towers',
      about: 'The user’s pooled history against the item’s id embedding, both corrected by an MLP over all fields; cosine, in-batch softmax.',
    },
    zh: { title: '双塔', about: '用户历史的池化向量对物品 id 嵌入，两侧各由全部特征域上的 MLP 修正；余弦，批内 softmax。' },
  },
  build(schema, { width = schema.items < SMALL_CATALOGUE ? 32 : 64 } = {}) {
    return { graph: buildGraph(schema, width), settings: structuredClone(SETTINGS) };
  },
};
export default twoTower;

const SETTINGS: Settings = {
  seed: 7,
  batch: 256,
  optimizers: [
    { pattern: 'table/*', rule: 'lazy-adam', learningRate: 1e-3, weightDecay: 0 },
    { pattern: '*', rule: 'adam', learningRate: 1e-3, weightDecay: 0 },
  ],
  stages: [{ terms: ['*'], trainable: ['*'], until: { patience: 5, maxEpochs: 60 } }],
};

function buildGraph(schema: Schema, width: number): TowerGraph {
  const tables: GraphTable[] = [];
  const tablesOf = (owner: 'user' | 'item', kind?: 'id'): string[] =>
    schema.fields.filter((field) => field.owner === owner && (kind === undefined || field.kind === kind)).map(({ name }) => {
      const known = tables.find((table) => table.field === name);
      if (known) return known.id;
      const id = freshId(tables.map((table) => table.id), name.replace(/[\s/]+/g, '-'));
      tables.push({ id, field: name, width });
      return id;
    });

  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const add = (id: string, block: string, side: Side, at: [number, number], params: Record<string, Json>, inputs: readonly (readonly [string, string])[] = []): string => {
    nodes.push({ id, block, side, params, at });
    for (const [source, input] of inputs) {
      const [node = '', output = ''] = source.split('.');
      edges.push({ from: { node, output }, to: { node: id, input } });
    }
    return id;
  };
  const mlp = { widths: [HIDDEN, width], activation: 'relu', lastLinear: true };
  const mix = { scale: CORRECTION, learnt: false };

  add('user-fields', 'fields', 'user', [0, 660], { tables: tablesOf('user') });
  if (schema.hasTime) {
    add('history', 'history', 'user', [200, 660], { tables: tablesOf('item', 'id'), length: HISTORY_LENGTH, dropout: 0.3 });
    add('user-base', 'pool', 'user', [200, 540], { by: 'learnt', halfLife: 10 }, [['history.sequence', 'sequence']]);
    add('user-concat', 'concat', 'user', [0, 420], {}, [['user-fields.fields', 'parts'], ['user-base.vector', 'parts']]);
  } else {
    // Without time there is no history: the tower begins from the user's id.
    add('user-id', 'fields', 'user', [200, 660], { tables: tablesOf('user', 'id') });
    add('user-base', 'concat', 'user', [200, 540], {}, [['user-id.fields', 'parts']]);
    add('user-concat', 'concat', 'user', [0, 420], {}, [['user-fields.fields', 'parts']]);
  }
  add('user-mlp', 'mlp', 'user', [0, 300], mlp, [['user-concat.vector', 'vector']]);
  add('user-mix', 'mix', 'user', [100, 190], mix, [['user-base.vector', 'a'], ['user-mlp.vector', 'b']]);

  add('item-id', 'fields', 'item', [420, 660], { tables: tablesOf('item', 'id') });
  add('item-base', 'concat', 'item', [420, 540], {}, [['item-id.fields', 'parts']]);
  add('item-fields', 'fields', 'item', [620, 660], { tables: tablesOf('item') });
  add('item-concat', 'concat', 'item', [620, 420], {}, [['item-fields.fields', 'parts']]);
  add('item-mlp', 'mlp', 'item', [620, 300], mlp, [['item-concat.vector', 'vector']]);
  add('item-mix', 'mix', 'item', [520, 190], mix, [['item-base.vector', 'a'], ['item-mlp.vector', 'b']]);

  add('match', 'match', 'match', [310, 95], { score: 'cosine', temperature: 0.07, learnTemperature: false }, [['user-mix.vector', 'user'], ['item-mix.vector', 'item']]);
  add('softmax', 'in-batch-softmax', 'objective', [310, 0], { logQ: true, sameItem: true, sameUser: true, rowWeights: true }, [['match.pairing', 'pairing']]);

  return { format: 'tower-lab/graph', version: 1, kind: 'retrieval', title: 'Two towers', tables, nodes, edges };
}
