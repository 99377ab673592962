import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import type { Settings, TowerGraph } from '../document/graph';
import { connect, disconnect, moveNode, nodeById, removeNode, setParam } from '../document/graph-edits';
import { blockById } from '../nodes/registry';
import { preset } from '../presets/presets';
import { differences } from './differences';
import { renameNode } from './document';
import { addField } from './fields';
import { addAt, remove } from './nodes';
import { moveEdge } from './wiring';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind'] = 'categorical'): FieldSpec => ({
  name,
  owner,
  kind,
  rows: 10,
  length: 1,
});
const schema = {
  fields: [
    field('user id', 'user', 'id'),
    field('segment', 'user'),
    field('item id', 'item', 'id'),
    field('genre', 'item'),
  ],
  users: 8,
  items: 8,
  events: 8,
  hasTime: true,
};
const base = preset('two-tower').build(schema);
const { graph, settings } = base;
const edge = { from: { node: 'item-fields', output: 'fields' }, to: { node: 'item-base', input: 'parts' } };
const drawn = (changed: TowerGraph) => differences(base, { graph: changed, settings });
const set = (change: Partial<Settings>) => differences(base, { graph, settings: { ...settings, ...change } });
const gated = addAt(graph, { kind: 'between', edge }, blockById('senet')).graph;
const senet = gated.nodes.find(({ block }) => block === 'senet')!;
const none = { added: [], removed: [] };

describe('the differences of two documents', () => {
  it('are none where they compute the same', () => {
    expect(differences(base, preset('two-tower').build(schema))).toEqual([]);
    expect(drawn({ ...graph, title: 'other', nodes: graph.nodes.toReversed() })).toEqual([]);
    expect(drawn(moveNode(graph, 'match', [7, 7]))).toEqual([]);
    expect(drawn(setParam(graph, 'match', 'coefficients', 'none'))).toEqual([]);
  });

  it('name the blocks that came and went, and count their edges with them', () => {
    expect(drawn(gated)).toEqual([{ kind: 'structure', added: [senet], removed: [], edges: { added: 2, removed: 1 } }]);
    expect(drawn(remove(gated, 'user-mlp'))).toMatchObject([
      { kind: 'structure', added: [{ id: senet.id }], removed: [{ id: 'user-mlp', block: 'mlp' }] },
    ]);
    expect(drawn(removeNode(graph, 'user-mlp'))).toMatchObject([
      { kind: 'structure', added: [], removed: [{ id: 'user-mlp' }], edges: { added: 0 } },
    ]);
    const replaced = graph.nodes.map((node) => (node.id === 'user-mlp' ? { ...node, block: 'cross' } : node));
    expect(drawn({ ...graph, nodes: replaced })).toMatchObject([
      {
        kind: 'structure',
        added: [{ id: 'user-mlp', block: 'cross' }],
        removed: [{ id: 'user-mlp', block: 'mlp' }],
        edges: { added: 0, removed: 0 },
      },
    ]);
  });

  it('compare a node that goes by another name with the one it was', () => {
    const renamed = renameNode(base, 'match', 'score');
    expect(drawn(setParam(renamed.graph, 'score', 'temperature', 0.5))).toMatchObject([
      { kind: 'structure', ...none },
      { kind: 'param', node: { id: 'score' }, name: 'temperature', from: 0.07, to: 0.5 },
    ]);
  });

  it('tell each parameter by itself, from which value to which, also where the old one was not written', () => {
    expect(
      drawn(setParam(setParam(graph, 'match', 'temperature', 0.5), 'match', 'learnTemperature', true)),
    ).toMatchObject([
      { kind: 'param', node: { id: 'match' }, name: 'temperature', from: 0.07, to: 0.5 },
      { kind: 'param', node: { id: 'match' }, name: 'learnTemperature', from: false, to: true },
    ]);
    expect(drawn(setParam(graph, 'match', 'coefficients', 'part'))).toMatchObject([
      { kind: 'param', node: { id: 'match' }, name: 'coefficients', from: 'none', to: 'part' },
    ]);
  });

  it('tell all widths as one, of tables and layers', () => {
    const [table] = graph.tables;
    const wider = {
      ...setParam(graph, 'user-mlp', 'widths', [64, 8]),
      tables: graph.tables.map((own) => ({ ...own, width: own.width + 1 })),
    };
    const [only, ...others] = drawn(wider);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ kind: 'widths' });
    const changed = only?.kind === 'widths' ? only.changed : [];
    expect(changed).toHaveLength(graph.tables.length + 1);
    expect(changed[0]).toEqual({ field: table!.field, from: table!.width, to: table!.width + 1 });
    expect(changed.at(-1)).toMatchObject({ node: { id: 'user-mlp' }, name: 'widths', to: [64, 8] });
  });

  it('say which fields are no longer read, and which are', () => {
    const tables = graph.tables.filter(({ field: name }) => name !== 'segment');
    expect(drawn({ ...graph, tables })).toEqual([{ kind: 'fields', added: [], removed: ['segment'] }]);
    const [own] = graph.tables;
    expect(drawn({ ...graph, tables: [...graph.tables, { ...own!, id: 'new', field: 'mood' }] })).toEqual([
      { kind: 'fields', added: ['mood'], removed: [] },
    ]);
  });

  it('tell which tables a node reads where the fields are the same', () => {
    const reader = nodeById(graph, 'item-fields')!;
    const [read] = reader.params['tables'] as string[];
    const again = graph.tables.find(({ id }) => id === read)!.field;
    expect(drawn(addField(graph, 'item-fields', again))).toMatchObject([
      { kind: 'param', node: { id: 'item-fields' }, name: 'tables', from: reader.params['tables'] },
    ]);
  });

  it('say that the wiring differs, also beside something else, and where it is the order alone', () => {
    const unwired = disconnect(graph, edge);
    expect(drawn(unwired)).toEqual([{ kind: 'structure', ...none, edges: { added: 0, removed: 1 } }]);
    expect(drawn(connect(graph, { ...edge, to: { node: 'user-mlp', input: 'vector' } }))).toEqual([
      { kind: 'structure', ...none, edges: { added: 1, removed: 0 } },
    ]);
    expect(drawn(moveEdge(graph, edge, -1))).toEqual([{ kind: 'structure', ...none, edges: { added: 0, removed: 0 } }]);
    expect(drawn(setParam(unwired, 'match', 'temperature', 0.5)).map(({ kind }) => kind)).toEqual([
      'structure',
      'param',
    ]);
  });

  it('tell settings by name, from which value to which', () => {
    expect(set({ seed: 8, batch: 32 })).toEqual([
      { kind: 'setting', name: 'seed', pattern: null, from: 7, to: 8 },
      { kind: 'setting', name: 'batch', pattern: null, from: 64, to: 32 },
    ]);
    const schedule = { kind: 'constant', warmup: 77 } as const;
    expect(set({ schedule })).toEqual([
      { kind: 'setting', name: 'schedule', pattern: null, from: settings.schedule, to: schedule },
    ]);
    const [stage] = settings.stages;
    expect(set({ stages: [{ ...stage!, until: { steps: 5 } }] })).toEqual([
      { kind: 'setting', name: 'until', pattern: null, from: [stage!.until], to: [{ steps: 5 }] },
    ]);
    expect(set({ stages: [stage!, stage!] })).toEqual([
      { kind: 'setting', name: 'stages', pattern: null, from: 1, to: 2 },
    ]);
    expect(set({ stages: [] })).toEqual([{ kind: 'setting', name: 'stages', pattern: null, from: 1, to: 0 }]);
  });

  it('tell one value of optimizer groups that agree, and which group it is where they do not', () => {
    const optimizers = settings.optimizers.map((group) => ({ ...group, learningRate: 0.01 }));
    expect(set({ optimizers })).toEqual([
      { kind: 'setting', name: 'learningRate', pattern: null, from: 0.002, to: 0.01 },
    ]);
    const [first, ...rest] = settings.optimizers;
    expect(set({ optimizers: [{ ...first!, learningRate: 0.01 }, ...rest] })).toEqual([
      { kind: 'setting', name: 'learningRate', pattern: first!.pattern, from: 0.002, to: 0.01 },
    ]);
    expect(set({ optimizers: rest })).toEqual([{ kind: 'setting', name: 'optimizers', pattern: null, from: 2, to: 1 }]);
    expect(set({ optimizers: [...rest, { ...first!, pattern: 'user/x/*' }] })).toEqual([
      { kind: 'setting', name: 'optimizers', pattern: null, from: 2, to: 2 },
    ]);
  });
});
