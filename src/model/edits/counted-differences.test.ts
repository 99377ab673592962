import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import type { Settings } from '../document/graph';
import { disconnect, setParam } from '../document/graph-edits';
import { blockById } from '../nodes/registry';
import { preset } from '../presets/presets';
import { differencesOf } from './counted-differences';
import { addAt, remove } from './nodes';

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
const ofGraph = (changed: typeof graph) => differencesOf(base, { graph: changed, settings });
const ofSettings = (change: Partial<Settings>) => differencesOf(base, { graph, settings: { ...settings, ...change } });

describe('the differences of two documents', () => {
  it('are none where they compute the same', () => {
    expect(differencesOf(base, preset('two-tower').build(schema))).toEqual([]);
    expect(ofGraph({ ...graph, title: 'other', nodes: graph.nodes.toReversed() })).toEqual([]);
  });

  it('name the blocks that came and went, and do not tell their edges as well', () => {
    const gated = addAt(graph, { kind: 'between', edge }, blockById('senet')).graph;
    expect(ofGraph(gated)).toEqual([{ kind: 'blocks', added: ['senet'], removed: [] }]);
    expect(ofGraph(remove(gated, 'user-mlp'))).toEqual([{ kind: 'blocks', added: ['senet'], removed: ['mlp'] }]);
  });

  it('tell each parameter by itself, from which value to which, also where the old one was not written', () => {
    expect(ofGraph(setParam(setParam(graph, 'match', 'temperature', 0.5), 'match', 'learnTemperature', true))).toEqual([
      { kind: 'param', node: 'match', block: 'match', name: 'temperature', from: 0.07, to: 0.5 },
      { kind: 'param', node: 'match', block: 'match', name: 'learnTemperature', from: false, to: true },
    ]);
    expect(ofGraph(setParam(graph, 'match', 'coefficients', 'part'))).toEqual([
      { kind: 'param', node: 'match', block: 'match', name: 'coefficients', from: 'none', to: 'part' },
    ]);
  });

  it('tell all widths as one, of tables and layers', () => {
    const [table] = graph.tables;
    const wider = {
      ...setParam(graph, 'user-mlp', 'widths', [64, 8]),
      tables: graph.tables.map((own) => ({ ...own, width: own.width + 1 })),
    };
    const [only, ...others] = ofGraph(wider);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ kind: 'widths' });
    const changed = only?.kind === 'widths' ? only.changed : [];
    expect(changed).toHaveLength(graph.tables.length + 1);
    expect(changed[0]).toEqual({ of: table!.id, from: table!.width, to: table!.width + 1 });
  });

  it('say which fields are no longer read', () => {
    const tables = graph.tables.filter(({ field: name }) => name !== 'segment');
    expect(ofGraph({ ...graph, tables })).toEqual([{ kind: 'fields', added: [], removed: ['segment'] }]);
  });

  it('say that the wiring differs where nothing else does', () => {
    expect(ofGraph(disconnect(graph, edge))).toEqual([{ kind: 'wiring' }]);
  });

  it('tell settings by name; of groups of weights that agree, one value', () => {
    expect(ofSettings({ seed: 8, batch: 32 })).toEqual([
      { kind: 'setting', setting: 'seed', from: 7, to: 8 },
      { kind: 'setting', setting: 'batch', from: 64, to: 32 },
    ]);
    const optimizers = settings.optimizers.map((group) => ({ ...group, learningRate: 0.01 }));
    expect(ofSettings({ optimizers })).toEqual([{ kind: 'setting', setting: 'learningRate', from: 0.002, to: 0.01 }]);
    const [first, ...rest] = settings.optimizers;
    expect(ofSettings({ optimizers: [{ ...first!, learningRate: 0.01 }, ...rest] })).toEqual([
      { kind: 'setting', setting: 'learningRate', from: 0.002, to: [0.01, 0.002] },
    ]);
    expect(ofSettings({ optimizers: rest })).toEqual([{ kind: 'setting', setting: 'optimizers', from: 2, to: 1 }]);
    const [stage] = settings.stages;
    expect(ofSettings({ stages: [{ ...stage!, until: { steps: 5 } }] })).toEqual([
      { kind: 'setting', setting: 'until', from: [stage!.until], to: [{ steps: 5 }] },
    ]);
    expect(ofSettings({ stages: [stage!, stage!] })).toEqual([{ kind: 'setting', setting: 'stages', from: 1, to: 2 }]);
  });
});
