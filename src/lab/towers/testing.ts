/** For tests: towers of two presets for a small schema, and what somebody who means harm makes of a file of theirs. */
import type { Settings, TowerGraph } from '../../model/document/graph';
import type { Schema } from '../../model/document/schema';
import { towersFile, towersOf, type Towers, type TowersFile } from '../../model/formats/towers/format';
import { preset } from '../../model/presets/presets';

export const schema: Schema = {
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 100, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 50, length: 1 },
    { name: 'genre', owner: 'item', kind: 'categorical', rows: 7, length: 1 },
  ],
  users: 98,
  items: 48,
  events: 500,
  hasTime: true,
};

export const towersFrom = (id = 'senet'): Towers => towersOf(preset(id).build(schema), schema.fields);

type Change = (file: TowersFile & { graph: TowerGraph; settings: Settings }) => unknown;
const [node] = towersFrom().graph.nodes;

/** What is wrong, a file where it is, and what the refusal says. */
export const HOSTILE: readonly [what: string, change: Change, code: string, said: RegExp][] = [
  ['a version from the future', (file) => ({ ...file, version: 9 }), 'newer-version', /"version":9/],
  [
    'a graph from the future',
    (file) => ({ ...file, graph: { ...file.graph, version: 12 } }),
    'newer-version',
    /"version":12/,
  ],
  [
    '501 nodes',
    (file) => ({
      ...file,
      graph: { ...file.graph, nodes: Array.from({ length: 501 }, (_, i) => ({ ...node, id: `n${i}` })) },
    }),
    'too-many-nodes',
    /"nodes":501/,
  ],
  [
    'a key that reaches for the prototype',
    (file) =>
      JSON.parse(JSON.stringify(file).replace('"graph":{', '"graph":{"__proto__":{"polluted":true},')) as unknown,
    'bad-param',
    /__proto__/,
  ],
  [
    'a table of absurd width',
    (file) => ({ ...file, graph: { ...file.graph, tables: [{ ...file.graph.tables[0], width: 1e9 }] } }),
    'bad-param',
    /tables\.0\.width/,
  ],
  [
    'a layer of absurd width',
    (file) => ({
      ...file,
      graph: {
        ...file.graph,
        nodes: file.graph.nodes.map((own) => (own.block === 'mlp' ? { ...own, params: { widths: [1e9] } } : own)),
      },
    }),
    'bad-param',
    /1000000000/,
  ],
  [
    'an unknown block',
    (file) => ({
      ...file,
      graph: { ...file.graph, nodes: [...file.graph.nodes, { ...node, id: 'x', block: 'miner' }] },
    }),
    'unknown-block',
    /miner/,
  ],
  [
    'nodes of one name',
    (file) => ({ ...file, graph: { ...file.graph, nodes: [...file.graph.nodes, node] } }),
    'duplicate-id',
    /"code":"duplicate-id"/,
  ],
  [
    'a way back to where it came from',
    (file) => ({
      ...file,
      graph: {
        ...file.graph,
        edges: [
          ...file.graph.edges,
          ...file.graph.nodes.flatMap(({ id, block }) =>
            block === 'mlp' ? [{ from: { node: id, output: 'vector' }, to: { node: id, input: 'vector' } }] : [],
          ),
        ],
      },
    }),
    'cycle',
    /"code":"cycle"/,
  ],
  [
    'an edge to nowhere',
    (file) => ({
      ...file,
      graph: {
        ...file.graph,
        edges: [{ from: { node: 'ghost', output: 'vector' }, to: { node: 'match', input: 'user' } }],
      },
    }),
    'unknown-output',
    /ghost/,
  ],
  [
    'lists in lists',
    (file) => ({
      ...file,
      graph: { ...file.graph, title: JSON.parse(`${'['.repeat(900)}${']'.repeat(900)}`) as unknown },
    }),
    'too-deep',
    /"most":64/,
  ],
  [
    'a batch of absurd size',
    (file) => ({ ...file, settings: { ...file.settings, batch: 1e12 } }),
    'bad-param',
    /"param":"batch"/,
  ],
  ['no graph', (file) => ({ ...file, graph: undefined }), 'bad-param', /"param":"graph"/],
  ['an unknown key', (file) => ({ ...file, script: 'x' }), 'bad-param', /script/],
];

export const hostile = (change: Change, towers = towersFrom()): unknown =>
  change(towersFile(towers) as TowersFile & { graph: TowerGraph; settings: Settings });
