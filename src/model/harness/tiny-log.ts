/** For tests: graphs of a few nodes over the log of a dozen users, trained and served as a session does it. */
import { FIRST_VALUE, type Dataset, type Field } from '../../data/dataset';
import { textFields } from '../../data/fields/texts';
import { encodeHistories } from '../../data/history';
import { datasetOf, randomRows } from '../../data/testing';
import { BLOCK } from '../../engine/kernels/retrieval/item-index';
import { disposeVectors, rankCatalogue } from '../../engine/kernels/retrieval/retrieval';
import type { WeightStore } from '../../engine/optimizers/weights';
import type { CompiledGraph } from '../run/compile';
import { Encoder } from '../run/encode';
import type { GraphNode, Side, TowerGraph } from '../document/graph';

/**
 * Users with an id and a segment, items with an id and a genre. Of user or item n the row of its id is n + 2, of
 * segment or genre n % 3 + 2.
 */
export function tinyDataset(): Dataset {
  const dataset = datasetOf(randomRows(3, { users: 12, items: 15, rows: 120 }), { repeats: 'all' });
  const field = (name: string, owner: 'user' | 'item', values: number): Field => {
    const { length } = owner === 'user' ? dataset.users : dataset.items;
    return {
      name,
      owner,
      kind: values === length ? 'id' : 'categorical',
      rows: values + FIRST_VALUE,
      vocabulary: [],
      length: 1,
      weights: null,
      ids: Uint32Array.from({ length }, (_, i) => (i % values) + FIRST_VALUE),
    };
  };
  const { users, items } = dataset;
  return {
    ...dataset,
    fields: [
      field('user id', 'user', users.length),
      field('item id', 'item', items.length),
      field('segment', 'user', 3),
      field('genre', 'item', 3),
    ],
  };
}

/**
 * The log with titles of its items, by turns, read as trigrams and tokens; items 0 to `texts.length` - 1 have one each
 * in their order. All of them make the vocabulary.
 */
export function withTitles(dataset: Dataset, texts: readonly string[]): Dataset {
  const dictionary = ['', ...new Set(texts.filter((text) => text !== ''))];
  const codes = Uint32Array.from(dataset.items, (_, item) => dictionary.indexOf(texts[item % texts.length]!));
  return {
    ...dataset,
    fields: [
      ...dataset.fields,
      ...textFields('title', 'item', { dictionary, codes, training: new Uint8Array(codes.length).fill(1) }),
    ],
  };
}

/** The vector of each item, as the index has it. */
export async function itemVectors(
  compiled: CompiledGraph,
  dataset: Dataset,
  weights: WeightStore,
): Promise<number[][]> {
  const encoder = new Encoder(compiled, dataset, weights);
  const index = encoder.encodeItems();
  const values = await index.chunks[0]!.storage.read();
  index.dispose();
  encoder.dispose();
  // Interleaved: see engine/kernels/retrieval/item-index.ts.
  const at = (item: number, d: number): number =>
    4 * ((Math.floor(item / BLOCK) * index.depth + Math.floor(d / 4)) * BLOCK + (item % BLOCK)) + (d % 4);
  return dataset.items.map((_, item) => Array.from({ length: compiled.indexWidth }, (__, d) => values[at(item, d)]!));
}

/**
 * @param tables id -> field and width;
 * @param nodes id -> block, side and parameters;
 * @param edges 'node.output > node.input'
 */
export function graphOf(
  tables: Record<string, readonly [field: string, width: number]>,
  nodes: Record<string, readonly [block: string, side: Side, params?: GraphNode['params']]>,
  edges: readonly string[],
): TowerGraph {
  return {
    format: 'tower-lab/graph',
    version: 1,
    kind: 'retrieval',
    title: 'Small',
    tables: Object.entries(tables).map(([id, [field, width]]) => ({ id, field, width })),
    nodes: Object.entries(nodes).map(([id, [block, side, params = {}]]) => ({ id, block, side, params, at: [0, 0] })),
    edges: edges.map((edge) => {
      const [[node = '', output = ''], [target = '', input = '']] = edge.split(' > ').map((end) => end.split('.')) as [
        string[],
        string[],
      ];
      return { from: { node, output }, to: { node: target, input } };
    }),
  };
}

/**
 * What the lab ranks by: the score of each user with each item, users x items.
 * @param past events of each user that are known, the oldest
 */
export async function servedScores(
  compiled: CompiledGraph,
  dataset: Dataset,
  weights: WeightStore,
  past = 0,
): Promise<Float32Array> {
  const count = { users: dataset.users.length, items: dataset.items.length };
  const encoder = new Encoder(compiled, dataset, weights, count.users);
  const users = Uint32Array.from({ length: count.users }, (_, user) => user);
  const targets = Array.from(users, (user) => ({ user, history: past, historyEvents: null }));
  const vectors = encoder.encodeUsers({
    users,
    events: dataset.userStart.slice(0, -1),
    history: encodeHistories(dataset, targets, compiled.historyLength),
    windows: compiled.windows.map(({ window, length }) => encodeHistories(dataset, targets, length, window)),
  });
  const index = encoder.encodeItems();
  const all = {
    start: Uint32Array.from({ length: count.users + 1 }, (_, user) => user * count.items),
    items: Uint32Array.from({ length: count.users * count.items }, (_, i) => i % count.items),
  };
  const { scores } = await rankCatalogue(vectors, index, {
    users: count.users,
    k: 0,
    seen: { start: new Uint32Array(count.users + 1), items: new Uint32Array(0) },
    targets: all,
  });
  disposeVectors(vectors);
  index.dispose();
  encoder.dispose();
  return scores;
}
