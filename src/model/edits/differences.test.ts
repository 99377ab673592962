import { describe, expect, it } from 'vitest';
import { connect, disconnect, moveNode, removeNode, setParam } from '../document/graph-edits';
import { preset, type Document } from '../presets/presets';
import { differences } from './differences';
import { moveEdge } from './wiring';

const schema = {
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 10, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 10, length: 1 },
    { name: 'genre', owner: 'item', kind: 'categorical', rows: 10, length: 1 },
  ],
  users: 8,
  items: 8,
  events: 8,
  hasTime: true,
} as const;
const base: Document = preset('two-tower').build({ ...schema, fields: [...schema.fields] });
const drawn = (change: (graph: Document['graph']) => Document['graph']) =>
  differences(base, { ...base, graph: change(base.graph) });
const set = (change: Partial<Document['settings']>) =>
  differences(base, { ...base, settings: { ...base.settings, ...change } });
const [group] = base.settings.optimizers;
const edge = base.graph.edges.find(({ to }) => to.node === 'item-base')!;

describe('what differs', () => {
  it('is nothing while both compute the same', () => {
    expect(differences(base, structuredClone(base))).toEqual([]);
    expect(drawn((graph) => ({ ...moveNode(graph, 'match', [7, 7]), title: 'Other' }))).toEqual([]);
    expect(drawn((graph) => setParam(graph, 'match', 'coefficients', 'none'))).toEqual([]);
  });

  it('is each value, table, node and edge', () => {
    expect(drawn((graph) => setParam(graph, 'match', 'temperature', 0.5))).toMatchObject([
      { kind: 'param', node: { id: 'match' }, name: 'temperature', to: 0.5 },
    ]);
    const [table] = base.graph.tables;
    expect(
      drawn((graph) => ({
        ...graph,
        tables: graph.tables.map((own) => (own === table ? { ...own, width: 99 } : own)),
      })),
    ).toEqual([{ kind: 'table', field: table!.field, from: table!.width, to: 99 }]);
    expect(drawn((graph) => ({ ...graph, tables: graph.tables.filter((own) => own !== table) }))).toEqual([
      { kind: 'table', field: table!.field, from: table!.width, to: null },
    ]);
    expect(drawn((graph) => disconnect(graph, edge))).toEqual([{ kind: 'edges', added: 0, removed: 1 }]);
    expect(drawn((graph) => connect(graph, { ...edge, to: { node: 'user-mlp', input: 'vector' } }))).toEqual([
      { kind: 'edges', added: 1, removed: 0 },
    ]);
    expect(drawn((graph) => moveEdge(graph, edge, 1))).toEqual([{ kind: 'order' }]);
    expect(drawn((graph) => removeNode(graph, 'user-mlp'))).toMatchObject([
      { kind: 'removed', node: { id: 'user-mlp' } },
      { kind: 'edges', added: 0 },
    ]);
    expect(
      drawn((graph) => ({
        ...graph,
        nodes: graph.nodes.map((node) => (node.id === 'user-mlp' ? { ...node, block: 'cross' } : node)),
      })),
    ).toMatchObject([
      { kind: 'added', node: { id: 'user-mlp', block: 'cross' } },
      { kind: 'removed', node: { id: 'user-mlp', block: 'mlp' } },
    ]);
  });

  it('is each setting, of a group by its pattern where there are several', () => {
    expect(set({ seed: 123 })).toEqual([
      { kind: 'setting', name: 'seed', pattern: null, from: base.settings.seed, to: 123 },
    ]);
    const groups = base.settings.optimizers.length;
    expect(set({ optimizers: [{ ...group!, learningRate: 0.5 }, ...base.settings.optimizers.slice(1)] })).toEqual([
      {
        kind: 'setting',
        name: 'learningRate',
        pattern: groups > 1 ? group!.pattern : null,
        from: group!.learningRate,
        to: 0.5,
      },
    ]);
    expect(set({ optimizers: [...base.settings.optimizers, { ...group!, pattern: 'user/x/*' }] })).toEqual([
      { kind: 'other-setting', name: 'optimizers' },
    ]);
    expect(set({ schedule: { kind: 'constant', warmup: 77 } })).toEqual([{ kind: 'other-setting', name: 'schedule' }]);
    expect(set({ stages: [] })).toEqual([{ kind: 'other-setting', name: 'stages' }]);
  });
});
