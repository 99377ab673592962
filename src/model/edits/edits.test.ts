import { EMPTY_GRAPH } from '../formats/graph/empty-graph';
import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { blockById } from '../nodes/registry';
import { connect, disconnect, nodeById, removeNode, setParam } from '../document/graph-edits';
import type { GraphEdge, TowerGraph } from '../document/graph';
import { withUserId } from '../presets/drawing/user-id';
import { preset } from '../presets/presets';
import type { Schema } from '../document/schema';
import { judge } from '../check/judge';
import { channelOf, duplicateChannel, duplicateNode } from './channels';
import { faultOfName, renameNode, withGraph } from './document';
import { fixFor, mend } from './fixes';
import { addAt, canHeal, fitAt, placesAt, remove, removeHealing, type Place } from './nodes';
import { readersOf, tablesOf } from '../nodes/tables';
import { ownTable, separateTables, setTables, setWidth } from './tables';
import { fits, inputsFor, moveEdge, outputsFor, wire } from './wiring';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind'] = 'categorical'): FieldSpec => ({
  name,
  owner,
  kind,
  rows: 10,
  length: 1,
});
const schema: Schema = {
  fields: [
    field('user id', 'user', 'id'),
    field('segment', 'user'),
    field('item id', 'item', 'id'),
    field('genre', 'item'),
    field('year', 'item'),
  ],
  users: 8,
  items: 8,
  events: 8,
  hasTime: true,
};
const { graph: plain, settings } = preset('two-tower').build(schema, { width: 8 });
const towers = withUserId(plain, schema.fields, 8)!;
const edge = (from: string, to: string): GraphEdge => {
  const [[node = '', output = ''], [target = '', input = '']] = [from.split('.'), to.split('.')];
  return { from: { node, output }, to: { node: target, input } };
};
const between = (from: string, to: string): Place => ({ kind: 'between', edge: edge(from, to) });
const into = (graph: TowerGraph, node: string) =>
  graph.edges.filter(({ to }) => to.node === node).map(({ from, to }) => `${from.node}.${from.output}>${to.input}`);
const codes = (graph: TowerGraph) => judge(graph, schema).problems.map(({ code, nodeId }) => `${code} at ${nodeId}`);
const read = (graph: TowerGraph, id: string) => tablesOf(nodeById(graph, id)!);

describe('what fits', () => {
  it('offers an output every input of its side and kind, without circles and without what is connected', () => {
    const offered = inputsFor(towers, { node: 'user-base', output: 'vector' }).map(
      ({ node, input }) => `${node}.${input}`,
    );
    expect(offered).toEqual(['user-dropout.vector', 'user-mlp.vector', 'user-mix.b', 'match.user']);
  });

  it('offers an input what may feed it', () => {
    expect(outputsFor(towers, { node: 'match', input: 'item' }).map(({ node }) => node)).toEqual([
      'item-base',
      'item-dropout',
      'item-mlp',
    ]);
    expect(outputsFor(towers, { node: 'user-base', input: 'parts' }).map(({ node }) => node)).toEqual([
      'user-fields',
      'user-id',
    ]);
  });

  it('follows the side a parameter names', () => {
    const { graph, id } = addAt(
      towers,
      { kind: 'after', from: { node: 'match', output: 'pairing' } },
      blockById('mimic'),
    );
    const user = edge('user-mix.vector', `${id}.augmented`);
    expect([fits(graph, user), fits(setParam(graph, id, 'side', 'item'), user)]).toEqual([true, false]);
  });

  it('replaces the edge of an input that takes one, and appends where it takes several', () => {
    expect(into(wire(towers, edge('user-base.vector', 'user-mix.b')), 'user-mix')).toEqual([
      'user-base.vector>a',
      'user-base.vector>b',
    ]);
    expect(into(wire(towers, edge('user-id.fields', 'user-base.parts')), 'user-base')).toEqual([
      'pool.vector>parts',
      'pool-fields.vector>parts',
      'user-id.fields>parts',
    ]);
  });

  it('moves an edge among those of its input only', () => {
    const moved = moveEdge(towers, edge('pool-fields.vector', 'user-base.parts'), -1);
    expect(into(moved, 'user-base')).toEqual(['pool-fields.vector>parts', 'pool.vector>parts']);
    expect(judge(moved, schema).types.get('user-base')).toMatchObject({
      vector: { parts: [{ name: 'genre' }, { name: 'year' }, { name: 'item id' }] },
    });
    expect(moveEdge(towers, edge('pool.vector', 'user-base.parts'), -1)).toBe(towers);
    expect(into(moved, 'match')).toEqual(into(towers, 'match'));
  });
});

describe('a new node', () => {
  it('stands in an edge, in its place among the others', () => {
    const { graph, id } = addAt(towers, between('item-id.fields', 'item-base.parts'), blockById('senet'));
    expect(id).toBe('item-senet');
    expect(nodeById(graph, id)?.side).toBe('item');
    expect(into(graph, 'item-base')).toEqual(['item-senet.fields>parts', 'item-fields.fields>parts']);
    expect(into(graph, id)).toEqual(['item-id.fields>fields']);
    expect(codes(graph)).toEqual([]);
  });

  it('is offered only where its ports fit', () => {
    expect(fitAt(towers, between('history.sequence', 'pool.sequence'), blockById('senet'))).toBeNull();
    expect(fitAt(towers, { kind: 'alone', side: 'item' }, blockById('history'))).toBeNull();
    expect(
      fitAt(towers, { kind: 'after', from: { node: 'match', output: 'pairing' } }, blockById('in-batch-bce')),
    ).toEqual({ side: 'objective', input: 'pairing', output: null });
    expect(fitAt(towers, { kind: 'into', to: { node: 'user-base', input: 'parts' } }, blockById('history'))).toBeNull();
    expect(fitAt(towers, { kind: 'into', to: { node: 'user-base', input: 'parts' } }, blockById('fields'))).toEqual({
      side: 'user',
      input: null,
      output: 'fields',
    });
  });

  it('has places around a node: its edges, its outputs, inputs that are open, and every side', () => {
    expect(placesAt(towers, 'user-mlp')).toEqual([
      between('user-mlp.vector', 'user-mix.b'),
      { kind: 'after', from: { node: 'user-mlp', output: 'vector' } },
      between('user-dropout.vector', 'user-mlp.vector'),
      ...(['user', 'item', 'match', 'objective'] as const).map((side) => ({ kind: 'alone', side })),
    ]);
    expect(placesAt(towers, 'user-base')).toContainEqual({ kind: 'into', to: { node: 'user-base', input: 'parts' } });
    expect(placesAt(towers, null)).toHaveLength(4);
  });

  it('never stands on another', () => {
    let graph = towers;
    for (let i = 0; i < 4; i++)
      ({ graph } = addAt(graph, { kind: 'after', from: { node: 'user-base', output: 'vector' } }, blockById('mlp')));
    ({ graph } = duplicateChannel(graph, 'user-mlp'));
    graph.nodes.forEach((a, i) =>
      graph.nodes
        .slice(i + 1)
        .forEach((b) =>
          expect(Math.abs(a.at[0] - b.at[0]) >= 180 || Math.abs(a.at[1] - b.at[1]) >= 90, `${a.id} and ${b.id}`).toBe(
            true,
          ),
        ),
    );
  });

  it('takes the place of another with its edges and the values they share', () => {
    const { graph, id } = addAt(
      setParam(towers, 'softmax', 'weight', 0.5),
      { kind: 'instead', node: 'softmax' },
      blockById('in-batch-bce'),
    );
    expect([id, into(graph, id)]).toEqual(['in-batch-bce', ['match.pairing>pairing']]);
    expect(nodeById(graph, id)?.params).toMatchObject({ weight: 0.5, sameUser: true });
    expect(nodeById(graph, id)?.params).not.toHaveProperty('logQ');
    expect(codes(graph)).toEqual([]);
  });

  it('takes no place where an edge would be lost', () =>
    expect(fitAt(towers, { kind: 'instead', node: 'user-mlp' }, blockById('senet'))).toBeNull());

  it('keeps all edges of the node it replaces', () => {
    const place: Place = { kind: 'instead', node: 'user-mlp' };
    const { graph, id } = addAt(towers, place, blockById('dcn'));
    expect([into(graph, id), into(graph, 'user-mix')]).toEqual([
      ['user-dropout.vector>vector'],
      ['user-base.vector>a', 'user-dcn.vector>b'],
    ]);
    expect(fitAt(towers, place, blockById('mlp'))).toBeNull();
  });
});

describe('a removed node', () => {
  it('leaves its readers reading what it read, in its place', () => {
    const { graph, id } = addAt(towers, between('item-id.fields', 'item-base.parts'), blockById('senet'));
    const healed = removeHealing(graph, id);
    expect(healed.edges).toEqual(expect.arrayContaining(towers.edges));
    expect(into(healed, 'item-base')).toEqual(into(towers, 'item-base'));
    expect(codes(healed)).toEqual([]);
  });

  it('hands all it read to an input that takes several, and one to an input that takes one', () => {
    expect(into(removeHealing(towers, 'user-base'), 'user-concat')).toEqual([
      'user-fields.fields>parts',
      'pool.vector>parts',
      'pool-fields.vector>parts',
      'user-id.fields>parts',
    ]);
    expect(into(removeHealing(towers, 'user-mix'), 'match')).toEqual(['user-base.vector>user', 'item-mix.vector>item']);
  });

  it('leads nothing on where the kinds differ', () => {
    expect([canHeal(towers, 'pool'), canHeal(towers, 'user-mlp'), canHeal(towers, 'history')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(removeHealing(towers, 'pool')).toEqual(remove(towers, 'pool'));
  });

  it('takes along the tables that only it read', () => {
    const ids = (graph: TowerGraph) => graph.tables.map(({ id }) => id);
    expect(ids(remove(towers, 'user-id'))).toEqual(ids(towers).filter((id) => id !== 'user-id'));
    expect(ids(remove(towers, 'item-id'))).toEqual(ids(towers)); // the history reads it
  });
});

describe('a copy', () => {
  it('of a channel holds everything that nothing else reads', () => {
    expect(channelOf(towers, 'user-mlp')).toEqual([
      'user-fields',
      'user-concat',
      'user-dropout',
      'user-mlp',
      'user-id',
    ]);
    expect(channelOf(towers, 'item-id')).toEqual(['item-id']);
  });

  it('has new names and tables, keeps its inner edges and reads what lies outside', () => {
    const { graph, id } = duplicateChannel(towers, 'user-mlp');
    expect(id).toBe('user-mlp-2');
    expect(into(graph, 'user-concat-2')).toEqual([
      'user-fields-2.fields>parts',
      'user-base.vector>parts',
      'user-id-2.fields>parts',
    ]);
    expect([read(graph, 'user-id-2'), read(graph, 'user-fields-2')]).toEqual([['user-id-2'], ['segment-2']]);
    expect(graph.tables.find((table) => table.id === 'segment-2')).toEqual({
      id: 'segment-2',
      field: 'segment',
      width: 8,
    });
    expect(into(graph, 'user-mix')).toEqual(into(towers, 'user-mix'));
    expect(codes(graph)).toEqual([]);
  });

  it('shares its tables as the original did, and stands behind it where several are taken', () => {
    const { graph: joined } = addAt(towers, between('user-mix.vector', 'match.user'), blockById('concat'));
    const { graph } = duplicateChannel(joined, 'user-mix');
    expect(into(graph, 'user-concat-2')).toEqual(['user-mix.vector>parts', 'user-mix-2.vector>parts']);
    const shared = duplicateNode(duplicateNode(towers, 'history').graph, 'history').graph;
    expect([read(shared, 'history-2'), read(shared, 'history-3')]).toEqual([['item-id-2'], ['item-id-3']]);
    expect(readersOf(graph, 'item-id').map(({ id }) => id)).toEqual(['history', 'item-id']);
  });

  it('makes parallel towers whose coefficients pair parts by name', () => {
    let graph = towers;
    for (const side of ['user', 'item']) {
      ({ graph } = addAt(graph, between(`${side}-mix.vector`, `match.${side}`), blockById('concat')));
      ({ graph } = duplicateChannel(graph, `${side}-mix`));
    }
    expect(codes(setParam(graph, 'match', 'coefficients', 'part'))).toEqual([]);
  });
});

describe('tables', () => {
  it('go when the last node stops reading them, and not before', () => {
    const without = setTables(towers, 'item-fields', 'tables', ['year']);
    expect(without.tables.map(({ id }) => id)).toContain('genre'); // the history reads it
    expect(setTables(without, 'history-fields', 'tables', ['year']).tables.map(({ id }) => id)).not.toContain('genre');
  });

  it('are made for one node, at the end or in the place of a shared one', () => {
    const own = ownTable(towers, 'item-fields', 'tables', 'genre', 8, 'genre');
    expect([read(own, 'item-fields'), read(own, 'history-fields')]).toEqual([
      ['genre-2', 'year'],
      ['genre', 'year'],
    ]);
    expect(read(ownTable(towers, 'item-id', 'tables', 'year', 4), 'item-id')).toEqual(['item-id', 'year-2']);
  });

  it('are all given to one node at once where others read them', () => {
    const own = separateTables(towers, 'item-fields', 'tables', ['genre', 'year']);
    expect([read(own, 'item-fields'), read(own, 'history-fields')]).toEqual([
      ['genre-2', 'year-2'],
      ['genre', 'year'],
    ]);
    expect(separateTables(own, 'item-fields', 'tables', ['genre-2', 'year-2'])).toBe(own);
    expect(codes(own)).toEqual([]);
  });

  it('change their width for everyone who reads them', () => {
    const { types } = judge(setWidth(towers, ['genre', 'year'], 16), schema);
    expect([types.get('item-fields'), types.get('history-fields')]).toMatchObject([
      { fields: { width: 16 } },
      { sequence: { width: 16 } },
    ]);
  });
});

describe('names', () => {
  it('change in edges, terms and weight paths, and only there', () => {
    const before = {
      graph: towers,
      settings: {
        ...settings,
        optimizers: [{ ...settings.optimizers[0]!, pattern: 'user/user-mlp/*' }],
        stages: [
          { terms: ['softmax'], trainable: ['user/user-mlp/layer1/*', 'user/user-mlp-2/*'], until: { steps: 1 } },
        ],
      },
    };
    const { graph, settings: after } = renameNode(renameNode(before, 'user-mlp', 'correction'), 'softmax', 'loss');
    expect(codes(graph)).toEqual([]);
    expect(into(graph, 'user-mix')).toEqual(['user-base.vector>a', 'correction.vector>b']);
    expect([after.optimizers[0]?.pattern, after.stages[0]]).toEqual([
      'user/correction/*',
      { terms: ['loss'], trainable: ['user/correction/layer1/*', 'user/user-mlp-2/*'], until: { steps: 1 } },
    ]);
  });

  it('are neither empty, nor parts of a path, nor another’s', () => {
    expect(['', 'a/b', 'pool', 'user-mlp', 'new'].map((name) => faultOfName(towers, 'user-mlp', name))).toEqual([
      'empty',
      'slash',
      'taken',
      null,
      null,
    ]);
    expect(() => renameNode({ graph: towers, settings }, 'user-mlp', 'pool')).toThrow(
      '"user-mlp" cannot be called "pool": taken',
    );
  });

  it('of removed terms leave the stages, which then count all', () => {
    const staged = {
      graph: towers,
      settings: { ...settings, stages: [{ terms: ['softmax'], trainable: ['*'], until: { steps: 1 } }] },
    };
    expect(withGraph(staged, remove(towers, 'softmax')).settings.stages[0]?.terms).toEqual(['*']);
    expect(withGraph(staged, remove(towers, 'pool')).settings).toBe(staged.settings);
  });
});

describe('fixes', () => {
  const problemOf = (graph: TowerGraph, code: string) =>
    judge(graph, schema).problems.find((problem) => problem.code === code) ?? expect.fail(`no ${code}`);
  it.each<[string, TowerGraph, string]>([
    ['missing-input', disconnect(towers, edge('match.pairing', 'softmax.pairing')), 'connect'],
    ['too-many-edges', connect(towers, edge('user-base.vector', 'user-mix.b')), 'keep-last'],
    [
      'wrong-kind',
      connect(
        disconnect(towers, edge('user-dropout.vector', 'user-mlp.vector')),
        edge('history.sequence', 'user-mlp.vector'),
      ),
      'disconnect',
    ],
    ['crosses-sides', connect(towers, edge('user-base.vector', 'item-base.parts')), 'disconnect'],
    ['unknown-input', connect(towers, edge('user-mlp.vector', 'nowhere.a')), 'disconnect'],
    ['unknown-table', setParam(towers, 'item-fields', 'tables', ['genre', 'isbn']), 'drop-table'],
    ['field-of-other-side', setParam(towers, 'user-id', 'tables', ['user-id', 'genre']), 'drop-table'],
    ['bad-param', setParam(towers, 'history', 'length', 0), 'reset'],
    ['bad-param', setParam(towers, 'history', 'rate', 1), 'reset'],
    [
      'width-mismatch',
      setParam(setWidth(towers, ['year'], 4), 'item-fields', 'tables', ['genre', 'year']),
      'one-width',
    ],
  ])('mend: %s', (code, graph, fix) => {
    const problem = problemOf(graph, code);
    expect(fixFor(graph, problem)).toBe(fix);
    expect(
      judge(mend(graph, problem), schema).problems.filter(
        (left) => left.code === code && left.nodeId === problem.nodeId,
      ),
    ).toEqual([]);
  });

  it('take out what the data cannot have, where it is one part among others', () => {
    const ranker = preset('pre-ranker').build({ ...schema, hasTime: true, hasShown: true }).graph;
    const before = { ...schema, hasTime: false };
    const problem = judge(ranker, before).problems.find(({ nodeId }) => nodeId === 'rates')!;
    expect(fixFor(ranker, problem)).toBe('remove');
    const left = mend(ranker, problem);
    expect(left.nodes.map(({ id }) => id)).not.toContain('rates');
    expect(judge(left, before).problems.map(({ nodeId }) => nodeId)).not.toContain('all');
    // A history is read by others, which would miss it.
    const history = judge(towers, { ...schema, hasTime: false }).problems.find(({ code }) => code === 'no-time')!;
    expect(fixFor(towers, history)).toBeNull();
  });

  it('are offered only where one thing would help', () => {
    const fixOf = (graph: TowerGraph, code: string) => fixFor(graph, problemOf(graph, code));
    // Several outputs fit.
    expect(fixOf(disconnect(towers, edge('user-mlp.vector', 'user-mix.b')), 'missing-input')).toBeNull();
    expect(fixOf(setParam(towers, 'user-mlp', 'widths', [5]), 'width-mismatch')).toBeNull();
    expect(fixOf(removeNode(towers, 'match'), 'no-match')).toBeNull();
    expect(mend(EMPTY_GRAPH, { nodeId: '', code: 'no-match', values: {} })).toBe(EMPTY_GRAPH);
  });
});
