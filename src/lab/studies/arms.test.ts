import { describe, expect, it } from 'vitest';
import { LEAST_WIDTH, TOLERANCE, widthsOf } from '../../model/edits/budget';
import { weightFacts } from '../../data/weight-facts';
import type { TowerGraph } from '../../model/document/graph';
import { nodeById, setParam } from '../../model/document/graph-edits';
import { smallGraph } from '../../model/harness/small-graph';
import { prepare, type ArmDocument, type Prepared } from './running/documents';
import { studies } from './studies';

/** Not one of those that studies are run with. */
const SEED = 101;

const prepared = new Map<string, Promise<Prepared>>();
/** World and arms of a study, made once. */
function preparedFor(id: string): Promise<Prepared> {
  const made = prepared.get(id) ?? prepare(studies.get(id)!, SEED);
  prepared.set(id, made);
  return made;
}

/** Tables and hidden layers below the least width: an arm with one of them says nothing of its kind of tower. */
const tooNarrow = (arms: Readonly<Record<string, Pick<ArmDocument, 'graphs'>>>): string[] =>
  Object.entries(arms).flatMap(([arm, { graphs }]) =>
    Object.values(graphs).flatMap((graph) => {
      const { tables, hidden } = widthsOf(graph);
      return [
        ...Object.entries(tables),
        ...Object.entries(hidden).flatMap(([id, widths]) => widths.map((width) => [id, width] as const)),
      ].flatMap(([id, width]) => (width < LEAST_WIDTH ? [`${arm}: ${id} ${width}`] : []));
    }),
  );

const fieldsOf = ({ graphs }: ArmDocument): string[][] =>
  Object.values(graphs).map(({ tables }) => [...new Set(tables.map(({ field }) => field))].sort());

describe.each([...studies])('the study "%s"', (id, study) => {
  it('has arms wide enough to learn, those of one budget alike in size and in what they read, and compares only arms it has', async () => {
    const { arms } = await preparedFor(id);
    expect(tooNarrow(arms)).toEqual([]);
    expect(study.compare.flat().filter((arm) => !(arm in arms))).toEqual([]);
    expect(Object.keys(arms).filter((arm) => arm.includes(','))).toEqual([]);
    // Nothing a run would not say: a claim without runs is undecided.
    for (const { judge } of study.claims) expect(judge([]).verdict).toBe('undecided');

    const ofOneBudget = (arm: string): boolean => arm === study.budget || study.arms[arm]!.budget === 'equal';
    for (const arm of Object.keys(arms).filter(ofOneBudget)) {
      const [{ budget }, wanted] = [arms[arm]!, arms[study.budget!]!.budget];
      // A ranker has no index.
      if (budget.finalWidth > 0) expect([arm, budget.finalWidth]).toEqual([arm, wanted.finalWidth]);
      // Each stage of a funnel has the whole of it.
      const stages = 'funnel' in study.arms[arm]! ? 2 : 1;
      expect(Math.abs(budget.parameters / stages / wanted.parameters - 1), arm).toBeLessThanOrEqual(TOLERANCE);
    }
    // Where fields are left out on purpose the budget is the arm's own. Each of several retrievals reads all.
    for (const pair of study.compare.filter((names) => names.every(ofOneBudget))) {
      const read = pair.flatMap((arm) => fieldsOf(arms[arm]!));
      for (const fields of read) expect([pair, fields]).toEqual([pair, read[0]]);
    }
  });
});

it('a table of width 1 or a hidden layer of 3 is found, however wide the others are', () => {
  const graphs = {
    wide: smallGraph(),
    narrow: {
      ...smallGraph({ hidden: 3 }),
      tables: smallGraph().tables.map((table) => (table.id === 'groups' ? { ...table, width: 1 } : table)),
    },
  };
  expect(tooNarrow({ planted: { graphs } })).toEqual([
    'planted: groups 1',
    'planted: user-mlp 3',
    'planted: item-mlp 3',
  ]);
});

it('a short-cut leads past a bottleneck that the budget does not widen', async () => {
  const { arms } = await preparedFor('shortcut');
  for (const [name, { graphs }] of Object.entries(arms)) {
    const neck = nodeById(graphs[name]!, 'user-neck');
    expect([name, neck?.params['widths']]).toEqual([name, name === 'wide' ? undefined : [8]]);
  }
}, 30_000);

/** What is drawn and set for an arm of one graph, but for these parameters of a node. */
function drawnBut({ graphs, settings }: ArmDocument, id: string, params: readonly string[]): unknown {
  const [graph] = Object.values(graphs);
  const bare = params.reduce((drawn, name) => setParam(drawn, id, name, null), graph!);
  return [bare.nodes, bare.edges, bare.tables, settings];
}

it('arms of "distillation" read the same rows, and differ in what they hear of the teacher alone', async () => {
  const { arms, loaded } = await preparedFor('distillation');
  const [labels, half, alone] = Object.values(arms);
  const heard = ['teacher', 'teacherShare'];
  for (const arm of [half!, alone!]) expect(drawnBut(arm, 'loss', heard)).toEqual(drawnBut(labels!, 'loss', heard));
  expect(Object.values(arms).map(({ mark }) => mark)).toHaveLength(
    new Set(Object.values(arms).map(({ mark }) => mark)).size,
  );
  expect(loaded.dataset.shown).not.toBeNull();
}, 30_000);

it('towers are all that two arms of "ranker-vectors" have more than the two others', async () => {
  const { arms } = await preparedFor('ranker-vectors');
  const blocks = ({ graphs }: ArmDocument): string[] => Object.values(graphs)[0]!.nodes.map(({ id }) => id);
  const more = (one: string, other: string): string[] =>
    blocks(arms[one]!).filter((id) => !blocks(arms[other]!).includes(id));
  const towers = ['user-mlp', 'user-tower', 'item-mlp', 'item-tower', 'tower-vectors', 'tower-score', 'tower-loss'];
  for (const [one, other] of [
    ['vectors', 'plain'],
    ['crosses and vectors', 'crosses'],
  ] as const) {
    expect(more(one, other).sort()).toEqual(towers.toSorted());
    expect(more(other, one)).toEqual([]);
    expect(arms[one]!.settings).toEqual(arms[other]!.settings);
  }
  expect(more('crosses', 'plain')).toEqual(['common']);
}, 30_000);

it('arms of "ranker-vectors" that train towers first differ from those that do not by their stages alone', async () => {
  const { arms } = await preparedFor('ranker-vectors');
  const drawn = (name: string) => {
    const { nodes, edges, tables } = arms[name]!.graphs[name]!;
    return { nodes, edges, tables };
  };
  const stages = (name: string) => arms[name]!.settings.stages.map(({ terms, trainable }) => [terms, trainable]);
  const first = [['tower-loss'], ['*']];
  for (const [own, without] of [
    ['vectors', 'plain'],
    ['crosses and vectors', 'crosses'],
  ] as const) {
    const [kept, tuned] = [own.replace('vectors', 'kept vectors'), own.replace('vectors', 'tuned vectors')];
    for (const name of [kept, tuned]) expect(drawn(name)).toEqual(drawn(own));
    expect(stages(kept)).toEqual([first, [['loss'], ['match/*']]]);
    expect(stages(tuned)).toEqual([first, [['loss'], ['*']]]);
    const longer = `${without} for longer`;
    expect(drawn(longer)).toEqual(drawn(without));
    expect(arms[longer]!.settings.stages.at(-1)!.until).toEqual(arms[kept]!.settings.stages.at(-1)!.until);
  }
}, 30_000);

it('rows are weighted in one arm of "weights", and nothing else differs', async () => {
  const { arms, loaded } = await preparedFor('weights');
  const drawn = Object.entries(arms).map(([name, { graphs, settings }]) => {
    const graph = graphs[name]!;
    const rowWeights = nodeById(graph, 'softmax')!.params['rowWeights'];
    return {
      rowWeights,
      rest: [setParam(graph, 'softmax', 'rowWeights', null).nodes, graph.edges, graph.tables, settings],
    };
  });
  expect(drawn.map(({ rowWeights }) => rowWeights)).toEqual([true, false]);
  expect(drawn[0]!.rest).toEqual(drawn[1]!.rest);
  // A good half of the rows are looks at red tags, worth nothing.
  const { zeros, effective } = weightFacts(loaded.dataset)!;
  expect(zeros).toBeGreaterThan(0.5);
  expect(zeros).toBeLessThan(0.65);
  expect(effective).toBeGreaterThan(0.2);
});

it('arms of "popularity" are the same towers, with and without the node, which differs by what it is asked', async () => {
  const { arms } = await preparedFor('popularity');
  const { towers, ...counted } = arms;
  const without = ({ nodes, edges, tables }: TowerGraph, id: string) => ({
    nodes: nodes.filter((node) => node.id !== id).map((node) => ({ ...node, at: null })),
    edges: edges.flatMap((edge) =>
      edge.to.node === id ? [] : [edge.from.node === id ? { ...edge, from: { ...edge.from, node: 'match' } } : edge],
    ),
    tables,
  });
  const nodes = Object.entries(counted).map(([name, { graphs, settings }]) => {
    const graph = graphs[name]!;
    expect(without(graph, 'recent-popularity')).toEqual(without(towers!.graphs['towers']!, 'recent-popularity'));
    expect(settings).toEqual(towers!.settings);
    return nodeById(graph, 'recent-popularity')!.params;
  });
  const recent = { halfLife: 64, halfLives: 3, snapshots: 128, perUser: true };
  expect(nodes).toEqual([recent, { ...recent, halfLife: 10_000_000, halfLives: 1 }, { ...recent, perUser: false }]);
}, 30_000);
