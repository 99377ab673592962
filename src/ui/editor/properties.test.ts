/** Whatever is dragged anywhere, on graphs that begin as presets and go on as a person might. */
import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { createRandom, type Random } from '../../data/random';
import { createGraphStore, sameDocument } from '../../lab/stores/graph';
import { judge } from '../../model/check/judge';
import { parseGraph } from '../../model/check/parse';
import type { GraphEdge, TowerGraph } from '../../model/document/graph';
import { connect } from '../../model/document/graph-edits';
import type { Problem } from '../../model/document/problem';
import type { Schema } from '../../model/document/schema';
import { embeds, fieldOf, unusedFields } from '../../model/edits/fields';
import type { RefusalCode } from '../../model/edits/refusal';
import { takesMany } from '../../model/edits/wiring';
import { findBlock, knownBlocks } from '../../model/nodes/registry';
import { readersOf } from '../../model/nodes/tables';
import { presets } from '../../model/presets/presets';
import { inEveryLanguage } from '../../words/words';
import { choicesFor } from './choices';
import { drop } from './drop';
import { refusalSentence, saidSentence } from './sentences';
import { edgeOf, targetsFor, type Verdict } from './targets';
import { keyOf, type Drawing, type Target, type Thing } from './things';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind'], length = 1): FieldSpec => ({
  name,
  owner,
  kind,
  rows: 20,
  length,
});
const schema: Schema = {
  fields: [
    field('user id', 'user', 'id'),
    field('segment', 'user', 'categorical'),
    field('hour', 'context', 'categorical'),
    field('age', 'user', 'numeric'),
    field('item id', 'item', 'id'),
    field('genre', 'item', 'categorical'),
    field('tags', 'item', 'bag', 4),
    field('title trigrams', 'item', 'trigrams', 20),
    field('title tokens', 'item', 'tokens', 8),
    field('query tokens', 'context', 'tokens', 8),
  ],
  users: 50,
  items: 60,
  events: 900,
  hasTime: true,
};
const { fields } = schema;

/** What dragging must never bring about, wherever it is. */
const NEVER: ReadonlySet<Problem['code']> = new Set([
  'wrong-kind',
  'cycle',
  'crosses-sides',
  'too-many-edges',
  'unknown-input',
  'unknown-output',
  'unknown-table',
  'unknown-field',
  'field-of-other-side',
  'duplicate-id',
  'wrong-side',
  'not-an-id',
  'no-trigrams',
  'no-tokens',
]);
/** What a field must not do to the nodes it leaves and comes to. */
const OF_FIELDS: ReadonlySet<Problem['code']> = new Set(['no-fields', 'shared-table']);

const problems = (graph: TowerGraph, codes: ReadonlySet<Problem['code']>): string[] =>
  judge(graph, schema).problems.flatMap(({ nodeId, field: at, code }) =>
    codes.has(code) ? [`${code} ${nodeId} ${at}`] : [],
  );
const isNew = (before: TowerGraph, after: TowerGraph, codes: ReadonlySet<Problem['code']>): string[] => {
  const known = new Set(problems(before, codes));
  return problems(after, codes).filter((problem) => !known.has(problem));
};

const one = <T>(all: readonly T[], random: Random): T | undefined => all[random.below(Math.max(1, all.length))];

/** So many of them, each at most once. */
const some = <T>(all: readonly T[], n: number, random: Random): T[] =>
  [...random.shuffle(Uint32Array.from(all.keys()))].slice(0, n).map((at) => all[at]!);

/** One thing of each kind that the graph has. */
function things(graph: TowerGraph, random: Random): Thing[] {
  const node = one(graph.nodes, random)!;
  const edge = one(graph.edges, random)!;
  const input = one(
    graph.nodes.flatMap(({ id, block }) =>
      Object.keys(findBlock(block)?.inputs ?? {}).map((name) => ({ node: id, input: name })),
    ),
    random,
  )!;
  const output = one(
    graph.nodes.flatMap(({ id, block }) =>
      Object.keys(findBlock(block)?.outputs ?? {}).map((name) => ({ node: id, output: name })),
    ),
    random,
  )!;
  const chip = one(
    graph.nodes.flatMap(({ id, ...rest }) =>
      (embeds({ id, ...rest })?.ids ?? []).map((table) => ({ node: id, table })),
    ),
    random,
  );
  const unused = one(
    (['user', 'item'] as const).flatMap((side) => unusedFields(graph, fields, side)),
    random,
  );
  const channel = one(
    graph.edges.filter(({ to }) => takesMany(graph, to)),
    random,
  );
  return [
    { kind: 'block', block: one(knownBlocks(), random)! },
    { kind: 'output', from: output },
    { kind: 'input', to: input },
    { kind: 'edge-end', edge, end: random.below(2) === 0 ? 'from' : 'to' },
    ...(chip ? [{ kind: 'field' as const, field: fieldOf(graph, chip.table)!, at: chip }] : []),
    ...(unused ? [{ kind: 'field' as const, field: unused.name, at: null }] : []),
    ...(channel ? [{ kind: 'channel' as const, edge: channel }] : []),
    { kind: 'nodes', ids: [node.id], from: [3, 4] },
  ];
}

/** A ground under the pointer has a point. */
const pointed = (target: Target, random: Random): Target =>
  target.kind === 'ground' ? { ...target, at: [random.below(900), random.below(800)] } : target;

function checkLegal(drawing: Drawing, thing: Thing, target: Target): TowerGraph {
  const before = drawing.graph;
  const told = `${JSON.stringify(thing)} at ${JSON.stringify(target)}`;
  const dropped = drop(drawing, thing, target);
  const { graph } = dropped;
  expect(parseGraph(JSON.parse(JSON.stringify(graph))), told).toEqual({ ok: true, value: graph });
  expect(isNew(before, graph, NEVER), told).toEqual([]);
  if (thing.kind === 'field') expect(isNew(before, graph, OF_FIELDS), told).toEqual([]);
  const unread = (of: TowerGraph) => of.tables.filter(({ id }) => readersOf(of, id).length === 0).length;
  expect(unread(graph), told).toBeLessThanOrEqual(unread(before));
  expect(new Set(graph.edges.map((edge) => JSON.stringify(edge))).size, told).toBe(graph.edges.length);
  expect(graph, told).not.toEqual(before);
  for (const text of Object.values(inEveryLanguage((speech) => saidSentence(dropped.said, before, graph, speech))))
    expect(text, told).toMatch(/^[^{}]+[.。]$/);
  const store = createGraphStore();
  const settings = presets.get('two-tower')!.build(schema).settings;
  store.getState().open({ graph: before, settings });
  store.getState().editGraph(() => graph);
  store.temporal.getState().undo();
  expect(sameDocument(store.getState().document, { graph: before, settings }), told).toBe(true);
  expect(store.temporal.getState().pastStates, told).toHaveLength(0);
  return graph;
}

/** The problem that a refused edge would make, by the code of the refusal. */
const WOULD_BE: Partial<Record<RefusalCode, Problem['code']>> = {
  'side-unread': 'crosses-sides',
  circle: 'cycle',
  itself: 'cycle',
};

function checkIllegal(drawing: Drawing, thing: Thing, verdict: Extract<Verdict, { legal: false }>): void {
  const { target, why } = verdict;
  const told = `${JSON.stringify(thing)} at ${JSON.stringify(target)}`;
  for (const text of Object.values(inEveryLanguage((speech) => refusalSentence(why, drawing.graph, speech))))
    expect(text, told).toMatch(/^[^{}]+[.。]$/);
  expect(() => drop(drawing, thing, target), told).toThrow(why.code);
  const would = WOULD_BE[why.code];
  const isPort = thing.kind === 'output' || thing.kind === 'input' || thing.kind === 'edge-end';
  const edge: GraphEdge | null = isPort ? edgeOf(thing, target) : null;
  if (would && edge)
    expect(problems(connect(drawing.graph, edge), new Set([would])).length, told).toBeGreaterThan(
      problems(drawing.graph, new Set([would])).length,
    );
}

describe.each([...presets.keys()])('on graphs that began as %s', (id) => {
  it('a legal drop is one sound step that can be taken back, and every other one has its reason', () => {
    const random = createRandom(7, 'drag', id);
    let { graph } = presets.get(id)!.build(schema, { width: 8 });
    const seen = new Set<string>();
    for (let round = 0; round < 2; round++) {
      for (const thing of things(graph, random)) {
        const drawing = { graph, fields };
        const verdicts = targetsFor(drawing, thing);
        expect(new Set(verdicts.map(({ target }) => keyOf(target))).size).toBe(verdicts.length);
        const illegal = verdicts.filter((verdict) => !verdict.legal);
        for (const verdict of some(illegal, 8, random)) checkIllegal(drawing, thing, verdict);
        const legal = verdicts.flatMap(({ legal: may, target }) => (may ? [target] : []));
        if (thing.kind !== 'nodes' && thing.kind !== 'block') {
          const titles = inEveryLanguage((speech) =>
            choicesFor(drawing, thing, speech)
              .map(({ title }) => title)
              .join('|'),
          );
          for (const text of Object.values(titles)) expect(text).not.toMatch(/[{}]|\|\|/);
        }
        const after = some(legal, 3, random).map((target) => checkLegal(drawing, thing, pointed(target, random)));
        if (after[0]) {
          [graph] = after as [TowerGraph];
          seen.add(thing.kind);
        }
      }
    }
    // Of ELSA, two chains, every edge stands in the one place where it fits.
    const edges = id === 'elsa' ? [] : ['edge-end'];
    expect([...seen].toSorted()).toEqual(expect.arrayContaining(['block', ...edges, 'nodes']));
  });
});
