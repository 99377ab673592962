import { describe, expect, it } from 'vitest';
import { judge } from '../../model/check/judge';
import { meanSeries, spreadSeries } from '../../model/check/probe';
import { setParam } from '../../model/document/graph-edits';
import { schemaOf } from '../../model/document/schema';
import { smallDataset, smallGraph, smallSettings } from '../../model/harness/small-graph';
import { graphOf, tinyDataset } from '../../model/harness/tiny-log';
import type { TowerGraph } from '../../model/document/graph';
import { plainFailure } from '../failure';
import { RANK_SERIES } from '../runs/vector-series';
import { diagnose, diagnoses } from './diagnoses';
import type { Diagnosis, DiagnosisWords, Evidence, Points } from './diagnosis';

type Curves = Record<string, Points>;

const STEPS = 200;
const GAP = 20;
const every = (gap: number, value: (step: number) => number): Points => {
  const steps = Array.from({ length: STEPS / gap }, (_, i) => gap * (i + 1));
  return { steps, values: steps.map(value) };
};

const popularity = { 'ndcg@10': 0.1, 'coverage@10': 0.05, 'headShare@10': 1 };
const graph = smallGraph();
const WIDTH = 64;
/** A run that lacks nothing. */
const healthy: Curves = {
  loss: every(1, (step) => 1 + 2 * Math.exp(-step / 60) + 0.05 * Math.sin(step)),
  'ndcg@10': every(GAP, (step) => 0.3 * (1 - Math.exp(-step / 50))),
  [RANK_SERIES.user]: every(GAP, () => 30),
  [RANK_SERIES.item]: every(GAP, () => 40),
};
const evidence = (curves: Curves, change: Partial<Evidence> = {}): Evidence => ({
  graph,
  settings: smallSettings({ batch: 128 }),
  probes: judge(change.graph ?? graph, schemaOf(smallDataset())).probes,
  width: WIDTH,
  curve: (name) => curves[name],
  tested: { 'ndcg@10': 0.28, 'coverage@10': 0.6, 'headShare@10': 0.4 },
  baselines: { popularity },
  failure: null,
  ...change,
});
const found = (curves: Curves, change: Partial<Evidence> = {}): string[] =>
  diagnose(evidence({ ...healthy, ...curves }, change)).map(({ id, case: of }) => `${id}: ${of}`);

/** A gate over two fields, and readings of it. */
const gated = (params: Record<string, string | boolean> = {}): TowerGraph =>
  graphOf(
    { items: ['item id', 4], genres: ['genre', 4], users: ['user id', 4] },
    {
      user: ['fields', 'user', { tables: ['users'] }],
      'user-flat': ['concat', 'user'],
      item: ['fields', 'item', { tables: ['items', 'genres'] }],
      gate: ['senet', 'item', { gate: 'relu', ...params }],
      'item-flat': ['concat', 'item'],
      'item-mlp': ['mlp', 'item', { widths: [4] }],
      match: ['match', 'match'],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'user.fields > user-flat.parts',
      'item.fields > gate.fields',
      'gate.fields > item-flat.parts',
      'item-flat.vector > item-mlp.vector',
      'user-flat.vector > match.user',
      'item-mlp.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  );
const gates = (genre: number, spread: number): Curves => ({
  [meanSeries('gate/gate', 0)]: every(GAP, () => 1.1),
  [spreadSeries('gate/gate', 0)]: every(GAP, () => 0.1),
  [meanSeries('gate/gate', 1)]: every(GAP, (step) => (step === GAP ? 1 : genre)),
  [spreadSeries('gate/gate', 1)]: every(GAP, () => spread),
});
const ofGates = (drawn: TowerGraph): Partial<Evidence> => ({
  graph: drawn,
  probes: judge(drawn, schemaOf(tinyDataset())).probes,
});

describe('diagnoses', () => {
  it('are folders of their names, at places of their own, with a sentence for what is found and what to try', () => {
    const files = import.meta.glob<Diagnosis>('./*/diagnosis.ts', { eager: true, import: 'default' });
    const words = import.meta.glob<DiagnosisWords>('./*/words.en.ts', { eager: true, import: 'default' });
    for (const [path, { id }] of Object.entries(files)) expect(path).toBe(`./${id}/diagnosis.ts`);
    expect(new Set(diagnoses.map(({ place }) => place)).size).toBe(diagnoses.length);
    for (const { id } of diagnoses) expect(words[`./${id}/words.en.ts`]).toHaveProperty('advice');
  });

  it('find nothing in a healthy run, and nothing where there are no figures', () => {
    expect(found({})).toEqual([]);
    const nothing = evidence({}, { tested: null, baselines: {}, width: null, probes: [] });
    expect(diagnose(nothing)).toEqual([]);
    const hot = setParam(graph, 'match', 'temperature', 2);
    expect(diagnose({ ...nothing, graph: hot }), 'a setting alone is no evidence').toEqual([]);
  });

  it('divergence: losses that are no numbers, and losses that rise', () => {
    expect(found({}, { failure: plainFailure('diverged', {}, { step: 40 }) })).toEqual(['divergence: notFinite']);
    expect(found({}, { failure: plainFailure('no-gpu') })).toEqual([]);
    expect(found({ loss: every(1, (step) => 3 + step / 100) })).toEqual(['divergence: rose']);
    expect(found({ loss: every(1, (step) => 3 + step / 5000) }), 'it stands still').toEqual([]);
    expect(found({ loss: every(10, (step) => 3 + step / 100) }), 'too few').toEqual([]);
  });

  it('collapse: fewer than a tenth of the directions, on either side', () => {
    expect(found({ [RANK_SERIES.item]: every(GAP, () => 2) })).toEqual(['collapse: item']);
    expect(found({ [RANK_SERIES.user]: every(GAP, (step) => 40 - step / 5.2) })).toEqual(['collapse: user']);
    expect(found({ [RANK_SERIES.user]: every(GAP, () => 1), [RANK_SERIES.item]: every(GAP, () => 1.2) })).toEqual([
      'collapse: both',
    ]);
    expect(found({ [RANK_SERIES.item]: every(GAP, () => 2) }, { width: 4 })).toEqual([]);
    expect(found({ [RANK_SERIES.item]: every(GAP, () => 1) }, { width: 2 })).toEqual([]);
  });

  it('dead gates: shut for every row, and not where one row opens them or a skip passes them', () => {
    const shut = diagnose(evidence({ ...healthy, ...gates(0, 0) }, ofGates(gated())));
    expect(shut).toMatchObject([
      { id: 'dead-gates', values: { node: { nodes: ['gate'] }, parts: { labels: ['genre'] } } },
    ]);
    expect(found(gates(0.3, 0.1), ofGates(gated()))).toEqual([]);
    expect(found(gates(0.005, 0.2), ofGates(gated()))).toEqual([]);
    expect(found(gates(0, 0), ofGates(gated({ skip: true })))).toEqual([]);
  });

  it('worse than Popularity: by more than another seed turns round', () => {
    const tested = (ndcg: number) => ({ tested: { 'ndcg@10': ndcg, 'coverage@10': 0.6, 'headShare@10': 0.4 } });
    expect(found({}, tested(0.09))).toEqual(['worse-than-popularity: below']);
    expect(found({}, tested(0.098))).toEqual([]);
    expect(found({}, { ...tested(0.09), baselines: {} })).toEqual([]);
  });

  it('popularity only: lists that show what Popularity shows', () => {
    const tested = (coverage: number, head: number) => ({
      tested: { 'ndcg@10': 0.11, 'coverage@10': coverage, 'headShare@10': head },
    });
    expect(found({}, tested(0.06, 0.97))).toEqual(['popularity-only: alike']);
    expect(found({}, tested(0.3, 0.97)), 'other frequent items for each').toEqual([]);
    expect(found({}, tested(0.06, 0.5)), 'few items, but not the frequent ones').toEqual([]);
    const small = { popularity: { ...popularity, 'coverage@10': 0.6 } };
    expect(found({}, { ...tested(0.7, 0.97), baselines: small }), 'of a small catalogue all is shown').toEqual([]);
  });

  it('overfitting: validation falls while the loss falls', () => {
    const falls = every(GAP, (step) => 0.3 - 0.001 * Math.abs(step - 100));
    expect(found({ 'ndcg@10': falls })).toEqual(['overfitting: falls']);
    expect(
      found({ 'ndcg@10': falls, loss: every(1, (step) => Math.max(1, 3 - step / 40)) }),
      'so does learning',
    ).toEqual([]);
    expect(found({ 'ndcg@10': every(GAP, (step) => 0.3 - 0.0001 * Math.abs(step - 100)) }), 'a little').toEqual([]);
    expect(found({ 'ndcg@10': every(GAP, (step) => (step > 160 ? 0.1 : 0.2 + step / 2000)) }), 'just now').toEqual([]);
  });

  it('temperature: too high to tell, too low for more than one negative', () => {
    const at = (temperature: number) => found({}, { graph: setParam(graph, 'match', 'temperature', temperature) });
    expect([at(2), at(0.5)]).toEqual([['temperature: high'], ['temperature: high']]);
    expect([at(0.2), at(0.07), at(0.02)]).toEqual([[], [], []]);
    expect(at(0.005)).toEqual(['temperature: low']);
    const inner = setParam(setParam(graph, 'match', 'temperature', 2), 'match', 'score', 'inner');
    expect(found({}, { graph: inner }), 'inner products have no range').toEqual([]);
    const learnt = { [meanSeries('match/scale', 0)]: every(GAP, (step) => (step < STEPS ? 14 : 199)) };
    expect(found(learnt)).toEqual(['temperature: low']);
  });
});
