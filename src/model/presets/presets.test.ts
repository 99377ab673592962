import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { renameNode } from '../edits/document';
import { remove } from '../edits/nodes';
import { rebind } from '../edits/rebind';
import { setParam } from '../document/graph-edits';
import { settingsFile } from '../formats/settings/format';
import { parseGraph, parseSettings } from '../check/parse';
import { probesOf } from '../check/probe';
import type { Schema } from '../document/schema';
import { judge } from '../check/judge';
import { withUserId } from './drawing/user-id';
import { carries, preset, presetOf, presets, type Preset } from './presets';

const ids: FieldSpec[] = [
  { name: 'user id', owner: 'user', kind: 'id', rows: 102, length: 1 },
  { name: 'item id', owner: 'item', kind: 'id', rows: 802, length: 1 },
];
const more: FieldSpec[] = [
  { name: 'segment', owner: 'user', kind: 'categorical', rows: 5, length: 1 },
  { name: 'hour', owner: 'context', kind: 'categorical', rows: 26, length: 1 },
  { name: 'genres', owner: 'item', kind: 'bag', rows: 20, length: 4 },
  { name: 'title/words', owner: 'item', kind: 'bag', rows: 900, length: 8 },
];
const texts: FieldSpec[] = [
  { name: 'title trigrams', owner: 'item', kind: 'trigrams', rows: 16_386, length: 60 },
  { name: 'title tokens', owner: 'item', kind: 'tokens', rows: 700, length: 9 },
  { name: 'query trigrams', owner: 'context', kind: 'trigrams', rows: 16_386, length: 20 },
  { name: 'query tokens', owner: 'context', kind: 'tokens', rows: 300, length: 4 },
];
const schema = (fields: FieldSpec[], hasTime = true): Schema => ({
  fields,
  users: 100,
  items: 800,
  events: 20_000,
  hasTime,
});
const manyFields: FieldSpec[] = Array.from({ length: 12 }, (_, i) => ({
  name: `mark ${i}`,
  owner: 'item',
  kind: 'categorical',
  rows: 9,
  length: 1,
}));
const schemas: [string, Schema][] = [
  ['many fields of the items', schema([...ids, ...manyFields])],
  ['ids only', schema(ids)],
  ['fields of every owner', schema([...ids, ...more])],
  ['texts', schema([...ids, ...more, ...texts])],
  ['ids without time', schema(ids, false)],
  ['fields without time', schema([...ids, ...more], false)],
  ['texts without time', schema([...ids, ...more, ...texts], false)],
  ['sessions without time', { ...schema([...ids, ...more], false), hasSessions: true }],
];

describe.each([...presets.values()])('preset $id', (made) => {
  it.each(schemas)('has no problems with %s', (_, given) => {
    const { graph, settings } = made.build(given);
    expect([...new Set(judge(graph, given).problems.map(({ code }) => code))]).toEqual(
      carries(given, made) ? [] : [`no-${made.needs}`],
    );
    expect(parseGraph(JSON.parse(JSON.stringify(graph)))).toEqual({ ok: true, value: graph });
    expect(parseSettings(JSON.parse(JSON.stringify(settingsFile(settings))))).toEqual({ ok: true, value: settings });
    expect(graph.kind === 'ranker').toBe(made.isRanker ?? false);
  });

  it('lives in the folder of its name, with its words beside it, and signs its graphs', () => {
    expect(
      import.meta.glob<Preset>('./*/preset.ts', { eager: true, import: 'default' })[`./${made.id}/preset.ts`],
    ).toMatchObject({ id: made.id, title: made.title });
    expect(Object.keys(import.meta.glob('./*/words.en.ts'))).toContain(`./${made.id}/words.en.ts`);
    expect(presetOf(made.build(schema(ids)).graph)).toBe(made);
  });

  it('are listed from the plain towers on, forms of one model beside each other', () => {
    const ids = [...presets.keys()];
    expect(ids.slice(0, 2)).toEqual(['two-tower', 'classic']);
    expect(ids.indexOf('sdm-split')).toBe(ids.indexOf('sdm') + 1);
  });

  it('draws every edge upward, with no two nodes on top of each other', () => {
    const { nodes, edges } = made.build(schema([...ids, ...more, ...texts])).graph;
    const at = new Map(nodes.map((node) => [node.id, node.at]));
    for (const { from, to } of edges) {
      expect(at.get(to.node)![1], `${from.node} to ${to.node}`).toBeLessThan(at.get(from.node)![1]);
    }
    nodes.forEach((a, i) =>
      nodes.slice(i + 1).forEach((b) => {
        expect(Math.abs(a.at[0] - b.at[0]) >= 180 || Math.abs(a.at[1] - b.at[1]) >= 90, `${a.id} and ${b.id}`).toBe(
          true,
        );
      }),
    );
  });

  it('takes the width asked for, in tables and towers', () => {
    const { graph } = made.build(schema(ids), { width: 16 });
    expect(Math.max(...graph.tables.map((table) => table.width))).toBe(16);
    const { types } = judge(graph, schema(ids));
    const match = graph.nodes.find((node) => node.side === 'match')!;
    // Of what the towers bring to the match; what a preset adds beside it is narrower.
    const { node, output } = graph.edges.find(({ to }) => to.node === match.id && to.input === 'item')!.from;
    const brought = types.get(node)?.[output];
    expect(brought?.kind === 'vector' && Math.max(...brought.parts.map((part) => part.width))).toBe(16);
  });
});

describe('two-tower', () => {
  it('shares the item table between history and item tower and reads no context field', () => {
    const { graph } = preset('two-tower').build(schema([...ids, ...more]));
    const tablesOf = (id: string) => graph.nodes.find((node) => node.id === id)?.params['tables'];
    expect(tablesOf('history')).toEqual(['item-id']);
    expect(tablesOf('item-id')).toEqual(['item-id']);
    expect(tablesOf('item-fields')).toEqual(['genres', 'title-words']);
    expect(tablesOf('history-fields')).toEqual(['genres', 'title-words']);
    expect(tablesOf('user-fields')).toEqual(['segment']);
  });

  it('differs from the classic towers by what passes the MLP by, and from those with SE gates by the gates, alone', () => {
    const given = schema([...ids, ...more]);
    const drawn = (id: string) => preset(id).build(given);
    const ownOf = (id: string) =>
      drawn(id)
        .graph.nodes.filter(
          (node) => !drawn('two-tower').graph.nodes.some((known) => JSON.stringify(known) === JSON.stringify(node)),
        )
        .map(({ id: node }) => node);
    const missingIn = (id: string) =>
      drawn('two-tower')
        .graph.nodes.filter(({ id: node }) => !drawn(id).graph.nodes.some((known) => known.id === node))
        .map(({ id: node }) => node);
    expect([ownOf('senet'), missingIn('senet')]).toEqual([['user-gate', 'item-gate'], []]);
    expect([ownOf('classic'), missingIn('classic')]).toEqual([[], ['user-mix', 'item-mix']]);
    for (const id of ['senet', 'classic']) {
      expect(drawn(id).graph.tables).toEqual(drawn('two-tower').graph.tables);
      expect(drawn(id).settings).toEqual(drawn('two-tower').settings);
    }
  });

  it('meets in the same parts on both sides: the id, and a quarter of its width for each field of the item', () => {
    const given = schema([...ids, ...more]);
    const { graph } = preset('two-tower').build(given);
    const { types } = judge(graph, given);
    const parts = [
      { name: 'item id', width: 64 },
      { name: 'genres', width: 16 },
      { name: 'title/words', width: 16 },
    ];
    expect(types.get('user-base')).toMatchObject({ vector: { width: 96, parts } });
    expect(types.get('item-base')).toMatchObject({ vector: { width: 96, parts } });
  });

  it('takes small batches from a small log', () => {
    expect(preset('two-tower').build(schema(ids)).settings.batch).toBe(256);
    expect(preset('two-tower').build({ ...schema(ids), events: 3000 }).settings.batch).toBe(64);
  });

  it('is 64 wide, and 32 below 500 items', () => {
    expect(preset('two-tower').build(schema(ids)).graph.tables[0]!.width).toBe(64);
    expect(preset('two-tower').build({ ...schema(ids), items: 499 }).graph.tables[0]!.width).toBe(32);
  });
});

describe('parallel', () => {
  const given = schema([...ids, ...more]);
  const { graph } = preset('parallel').build(given);
  const { types } = judge(graph, given);
  const tablesOf = (node: string) => graph.nodes.find(({ id }) => id === node)!.params['tables'] as string[];

  it('pairs its channels by name, FM a vector and not a number, under coefficients that are learnt', () => {
    const parts = [
      { name: 'mix', width: 96 },
      { name: 'dcn', width: 16 },
      { name: 'fm', width: 16 },
      { name: 'cin', width: 16 },
    ];
    for (const side of ['user', 'item']) expect(types.get(`${side}-channels`)).toMatchObject({ vector: { parts } });
    expect(graph.nodes.find(({ id }) => id === 'match')!.params).toMatchObject({
      score: 'cosine',
      coefficients: 'part',
    });
  });

  it('gives every channel tables of its own, which its side shares with nobody but the past of the other', () => {
    const channels = [
      ['item-id', 'item-fields', 'history', 'history-fields', 'user-fields'],
      ...['dcn', 'fm', 'cin'].map((id) => [`item-${id}-fields`, `user-${id}-history`, `user-${id}-fields`]),
    ];
    const read = channels.map((nodes) => new Set(nodes.flatMap(tablesOf)));
    expect(read.reduce((sum, { size }) => sum + size, 0)).toBe(graph.tables.length);
    expect(new Set(read.flatMap((own) => [...own])).size).toBe(graph.tables.length);
    expect(tablesOf('user-fm-history')).toEqual(tablesOf('item-fm-fields'));
  });

  it('leaves out what has nothing to cross: with ids alone only the cross network stands beside the MLP', () => {
    for (const hasTime of [true, false]) {
      const alone = schema(ids, hasTime);
      const built = preset('parallel').build(alone).graph;
      const parts = judge(built, alone).types.get('item-channels')?.['vector'];
      expect(parts?.kind === 'vector' && parts.parts.map(({ name }) => name)).toEqual(['mix', 'dcn']);
      expect(built.nodes.find(({ id }) => id === 'match')!.params['temperature']).toBeCloseTo(0.1);
    }
  });
});

describe('shortcut', () => {
  it('leads what the MLP reads past it: the pooled ids of the history, the id of the item, and of the fields only those that tell segments apart', () => {
    const given = schema([
      ...ids,
      ...more,
      { name: 'shop', owner: 'user', kind: 'categorical', rows: 5000, length: 1 },
    ]);
    const { graph } = preset('shortcut').build(given);
    const into = (node: string) => graph.edges.filter(({ to }) => to.node === node).map(({ from }) => from.node);
    expect(into('user-past')).toEqual(['pool', 'user-segments']);
    expect(into('item-past')).toEqual(['item-id']);
    expect(into('user-shortcut')).toEqual(['user-mlp', 'user-past-dropout']);
    expect(graph.nodes.find(({ id }) => id === 'user-segments')!.params['tables']).toEqual(['segment']);
    // No field has two tables, and none but the user's id is left out.
    expect(graph.tables.map(({ field }) => field).sort()).toEqual(
      given.fields
        .filter(({ name, owner }) => owner !== 'context' && name !== 'user id')
        .map(({ name }) => name)
        .sort(),
    );
  });
});

describe('dat', () => {
  const aligned = (fields: FieldSpec[]) =>
    preset('dat')
      .build(schema([...ids, ...fields]))
      .graph.nodes.filter(({ block }) => block === 'category-alignment')
      .map(({ params }) => params['field']);
  const field = (
    name: string,
    kind: FieldSpec['kind'],
    rows: number,
    owner: FieldSpec['owner'] = 'item',
  ): FieldSpec => ({ name, owner, kind, rows, length: 1 });
  const author = field('author', 'categorical', 3000);

  it('aligns the categories of the items: the field with few values, single or several, and not an author, words or a price', () => {
    expect(aligned(more)).toEqual(['genres']);
    expect(
      aligned([
        author,
        field('tag', 'categorical', 60),
        field('title/words', 'bag', 900),
        field('price', 'numeric', 12),
      ]),
    ).toEqual(['tag']);
    // Fewest values first, wherever it stands; of equal ones the first.
    expect(
      aligned([field('tag', 'categorical', 60), field('genres', 'bag', 20), field('studio', 'categorical', 20)]),
    ).toEqual(['genres']);
    expect(aligned([author, field('tag', 'categorical', 100)])).toEqual(['tag']);
  });

  it('aligns nothing where no field tells categories apart: too many values, a single one, or another owner’s', () => {
    for (const none of [
      author,
      field('tag', 'categorical', 101),
      field('title/words', 'bag', 900),
      field('price', 'numeric', 12),
      field('new', 'categorical', 3),
      field('segment', 'categorical', 5, 'user'),
    ]) {
      expect(aligned([none]), none.name).toEqual([]);
    }
  });
});

describe.each(['sdm', 'sdm-split'])('%s', (id) => {
  const given = schema([...ids, ...more]);
  const { graph } = preset(id).build(given);

  it('begins both branches in the parts of the item, and reads the two windows with one gap', () => {
    const { types } = judge(graph, given);
    const parts = [
      { name: 'item id', width: 64 },
      { name: 'genres', width: 16 },
      { name: 'title/words', width: 16 },
    ];
    for (const base of ['short-base', 'long-base', 'item-base'])
      expect(types.get(base)).toMatchObject({ vector: { width: 96, parts } });
    const sequences = graph.nodes.filter(({ block }) => block === 'short-term' || block === 'long-term');
    expect(new Set(sequences.map(({ params }) => params['gap'])).size).toBe(1);
    expect(sequences.map(({ params }) => params['tables'])).toEqual([
      ['item-id'],
      ['genres', 'title-words'],
      ['item-id'],
      ['genres', 'title-words'],
    ]);
  });

  it('shows its gate by the parts of the item', () => {
    const gates = probesOf(graph, judge(graph, given)).filter(
      ({ nodeId, name }) => nodeId === 'fusion' && name === 'gate',
    );
    expect(gates.map(({ labels }) => labels)).toEqual(id === 'sdm' ? [['item id', 'genres', 'title/words']] : []);
  });

  it('does with a session column in place of time', () => {
    expect(judge(graph, { ...given, hasTime: false, hasSessions: true }).problems).toEqual([]);
  });
});

describe('the id of a user', () => {
  /** DAT's augmented vector is a vector of each user: it is what DAT is about. */
  it.each([...presets.values()])(
    'has no table in $id where the log has time, but for an augmented vector',
    ({ id, build }) => {
      for (const fields of [ids, [...ids, ...more]]) {
        const { graph } = build(schema(fields));
        expect(graph.tables.filter(({ field }) => field === 'user id').map((table) => table.id)).toEqual(
          id === 'dat' ? ['augmented-user-id'] : [],
        );
      }
    },
  );

  it.each([...presets.values()].filter(({ needs }) => !needs))(
    'stands in for the history in $id where there is no time',
    ({ build }) => {
      expect(build(schema(ids, false)).graph.tables.map(({ field }) => field)).toContain('user id');
    },
  );

  it.each(['classic', 'two-tower', 'senet', 'shortcut'])(
    'can be added to what the MLP of %s reads, in a table of any width',
    (id) => {
      const given = schema([...ids, ...more]);
      const { graph } = preset(id).build(given);
      const read = withUserId(graph, given.fields, 48)!;
      expect(read.tables).toEqual([...graph.tables, { id: 'user-id', field: 'user id', width: 48 }]);
      expect(judge(read, given).problems).toEqual([]);
      const types = judge(read, given).types.get('user-concat')?.['vector'];
      expect(types?.kind === 'vector' && types.parts.at(-1)).toEqual({ name: 'user id', width: 48 });
      expect(withUserId(read, given.fields, 48)).toBeNull();
      expect(withUserId(preset(id).build(schema(ids, false)).graph, ids, 48)).toBeNull();
    },
  );
});

describe('what a graph was made from', () => {
  const given = schema([...ids, ...more]);

  it.each([...presets.values()])(
    'is said by every graph of $id, and stays so under edits and another title',
    (made) => {
      const document = made.build(given);
      const { graph } = document;
      expect(presetOf(graph)).toBe(made);
      const [node] = graph.nodes;
      const elsewhere = given.fields.map((field) => ({ ...field, name: `other ${field.name}` }));
      for (const changed of [
        { ...graph, title: 'Mine' },
        setParam(graph, node!.id, 'length', 3),
        remove(graph, node!.id),
        renameNode(document, node!.id, 'another').graph,
        rebind(graph, given.fields, elsewhere),
        withUserId(graph, given.fields, 8) ?? graph,
      ])
        expect(presetOf(changed)).toBe(made);
    },
  );

  it('is no preset where the graph says so, whatever its title', () => {
    const { madeFrom: _, ...graph } = preset('mind').build(given).graph;
    expect(presetOf(graph)).toBeUndefined();
    for (const madeFrom of [{ preset: 'three-tower' }, { world: 'mind' }, { run: 'mind' }])
      expect(presetOf({ ...graph, madeFrom })).toBeUndefined();
  });
});

it('an unknown preset is answered with the known ones', () => {
  expect(() => preset('three-tower')).toThrow(
    `Unknown preset "three-tower". Known presets: ${[...presets.keys()].sort().join(', ')}.`,
  );
});
