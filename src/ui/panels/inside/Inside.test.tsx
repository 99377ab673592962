import { beforeEach, describe, expect, it } from 'vitest';
import { plainFailure } from '../../../lab/failure';
import { deadSeries, SCORE_SERIES } from '../../../lab/runs/vector-series';
import type { Curves } from '../../../lab/stores/run';
import type { Workbench } from '../../../lab/stores/workbench';
import type { FieldWorths } from '../../../lab/selection/field-worth';
import type { ValuesByField } from '../../../lab/evaluate/values-by-field';
import { meanSeries, spreadSeries, type Probe } from '../../../model/check/probe';
import type { TowerGraph } from '../../../model/document/graph';
import { setParam } from '../../../model/document/graph-edits';
import { smallSettings } from '../../../model/harness/small-graph';
import { graphOf } from '../../../model/harness/tiny-log';
import { preset } from '../../../model/presets/presets';
import { draw, ended, silentBench, summary } from '../../testing';
import { Inside } from './Inside';
import { SplitValues } from './SplitValues';

const graph = graphOf(
  { items: ['item id', 4], genres: ['genre', 4], users: ['user id', 8] },
  {
    user: ['fields', 'user', { tables: ['users'] }],
    'user-flat': ['concat', 'user'],
    item: ['fields', 'item', { tables: ['items', 'genres'] }],
    gate: ['senet', 'item', { gate: 'relu' }],
    'item-flat': ['concat', 'item'],
    match: ['match', 'match'],
    softmax: ['in-batch-softmax', 'objective'],
  },
  [
    'user.fields > user-flat.parts',
    'item.fields > gate.fields',
    'gate.fields > item-flat.parts',
    'user-flat.vector > match.user',
    'item-flat.vector > match.item',
    'match.pairing > softmax.pairing',
  ],
);
const steps = [10, 20, 30, 40];
const flat = (value: number) => ({ steps, values: steps.map(() => value) });
const ofProbe = (key: string, values: readonly number[]): Curves =>
  Object.fromEntries(
    values.flatMap((value, at) => [
      [meanSeries(key, at), flat(value)],
      [spreadSeries(key, at), flat(0.1)],
    ]),
  );
const curves: Curves = {
  ...ofProbe('gate/gate', [0.9, 1.1]),
  ...ofProbe('gate/length', [0.5, 2]),
  [SCORE_SERIES.positives.mean]: flat(4),
  [SCORE_SERIES.positives.spread]: flat(1),
  [SCORE_SERIES.negatives.mean]: flat(-1),
  [SCORE_SERIES.negatives.spread]: flat(2),
};
/** Of each chart, by its name: what is drawn. */
const figuresIn = (drawn: string): Map<string, string> =>
  new Map(
    [...drawn.matchAll(/<section[^>]*aria-label="([^"]*)"[^>]*>(.*?)<\/section>/g)].map(([, name, content]) => [
      name!,
      content!,
    ]),
  );
const figure = (drawn: string, title: string): string =>
  [...figuresIn(drawn)].find(([name]) => name.startsWith(title))?.[1] ?? '';

let bench: Workbench;
beforeEach(() => {
  bench = silentBench();
  bench.data.setState({ summary: { ...summary, planted: null } });
  bench.run.setState({ trained: { graph, settings: smallSettings() }, curves, shown: curves });
});

describe('the inside of a run', () => {
  it('marks what a world planted where amounts of fields are shown, for the fields it knows, and nowhere else', () => {
    expect(draw(bench, <Inside />)).not.toContain('live-planted');
    bench.data.setState({ summary: { ...summary, planted: { genre: 0.25 } } });
    const drawn = draw(bench, <Inside />);
    expect(drawn.match(/class="live-planted"/g)).toHaveLength(1);
    expect(figure(drawn, 'Gate × embedding length')).toContain('style="left:25%"');
    expect(figure(drawn, 'SE importance')).not.toContain('planted');
  });

  it('says which way a gate moved from its start, and shows scores of positives and negatives with their spread', () => {
    const drawn = draw(bench, <Inside />);
    expect(figure(drawn, 'SE importance')).toContain('above 1, where the gate began');
    expect(figure(drawn, 'Scores')).toMatch(/4\.000 ± 1\.000.*-1\.000 ± 2\.000/);
    expect(figure(drawn, 'Effective rank'), 'not read yet').toBe('');
  });

  it('names the nodes whose ReLU units are dead, by how many, once they were counted', () => {
    expect(figure(draw(bench, <Inside />), 'Dead units')).toBe('');
    const counted = { ...curves, [deadSeries('gate')]: flat(0.25) };
    bench.run.setState({ curves: counted, shown: counted });
    expect(figure(draw(bench, <Inside />), 'Dead units')).toMatch(/SE gate.*0\.250.*ReLU units that are zero/);
  });

  it('shows bad cases by title where the graph has a teacher, and none where a person looks back', () => {
    const title = 'Bad cases by title';
    expect(figure(draw(bench, <Inside />), title)).toBe('');
    const taught = preset('mobius').build(summary.schema).graph;
    bench.run.setState({ trained: { graph: taught, settings: smallSettings() } });
    expect(figure(draw(bench, <Inside />), title)).toContain('Show bad cases');
    const named = (text: string) => ({ id: `id of ${text}`, title: text });
    bench.run.setState({
      badCases: {
        step: 40,
        pairs: 2000,
        judged: 2000,
        irrelevant: 500,
        click: { irrelevant: 0.125, all: 0.25 },
        cases: [
          {
            user: { id: 'u7', title: '' },
            past: [named('A kettle'), named('A bell')],
            item: named('A red lantern'),
            relevance: 0.05,
            click: 0.625,
          },
        ],
      },
    });
    const drawn = figure(draw(bench, <Inside />), title).replaceAll(/<[^>]*>/g, '');
    expect(drawn).toContain('Of 2,000 pairs of users and items, the teacher knows 100% and finds 25% irrelevant.');
    expect(drawn).toContain('A red lantern to u7, who last took A kettle, A bell');
    expect(drawn).toContain('Relevance 0.050, P(click) 0.625');
    bench.run.setState({ at: 20 });
    expect(figure(draw(bench, <Inside />), title)).toBe('');
  });

  it('says by which slope and intercept scores of a run became log-odds, at every step, where an objective reads those', () => {
    const title = 'Teacher’s scores as log-odds';
    const ranker = preset('pre-ranker').build(summary.schema).graph;
    const taught = setParam(setParam(ranker, 'taken', 'taughtBy', 'run'), 'taken', 'run', 'r1');
    const show = (shown: TowerGraph) =>
      bench.run.setState({ id: 'r2', trained: { graph: shown, settings: smallSettings() } });
    show(taught);
    expect(figure(draw(bench, <Inside />), title), 'not known yet').toBe('');
    bench.run.setState({ teacherScaling: { slope: 1.45, intercept: -0.41 } });
    for (const at of [null, 20]) {
      bench.run.setState({ at });
      expect(figure(draw(bench, <Inside />), title).replaceAll(/<[^>]*>/g, ' ')).toMatch(
        /Logistic loss over candidates.*Slope +1\.450 +Intercept +−0\.410 .*slope × score \+ intercept/,
      );
    }
    bench.view.setState({ language: 'zh' });
    expect(figure(draw(bench, <Inside />), '教师分数换算为对数几率')).toContain('斜率');
    bench.view.setState({ language: 'en' });
    show(ranker);
    expect(figure(draw(bench, <Inside />), title)).toBe('');
  });

  it('says what channels give to scores, the means adding up to the mean score, as long as the weights rest', () => {
    const channelled = structuredClone(graph);
    channelled.nodes.push({ ...channelled.nodes.find(({ id }) => id === 'user')!, id: 'other' });
    channelled.edges.push({ from: { node: 'other', output: 'fields' }, to: { node: 'user-flat', input: 'parts' } });
    const title = 'Contribution of each channel';
    expect(figure(draw(bench, <Inside />), title), 'of one channel').toBe('');
    bench.run.setState({ trained: { graph: channelled, settings: smallSettings() } });
    expect(figure(draw(bench, <Inside />), title)).toContain('Split a sample of scores');
    const flatSpread = (mean: number) => ({ mean, spread: 0.5 });
    bench.run.setState({
      channelParts: {
        step: 40,
        users: 1,
        scores: 4,
        channels: [
          { node: 'user', ...flatSpread(2) },
          { node: 'other', ...flatSpread(-1.5) },
        ],
        popularity: flatSpread(1.125),
        base: flatSpread(0.25),
        rest: flatSpread(0),
        score: flatSpread(1.875),
        method: 'product',
      },
    });
    const drawn = figure(draw(bench, <Inside />), title);
    expect([...drawn.matchAll(/<span>(−?[\d.]+ ± [\d.]+)<\/span>/g)].map(([, value]) => value)).toEqual([
      '2.000 ± 0.500',
      '−1.500 ± 0.500',
      '1.125 ± 0.500',
      '0.250 ± 0.500',
    ]);
    expect(drawn).toContain('4 scores: the first items listed for 1 user, at step 40. The means add up to');
    bench.run.moveOn();
    expect(figure(draw(bench, <Inside />), title)).not.toContain('2.000');
  });

  it('spends a budget on the fields that their gates most likely keep: at first on those of at least 1/2', () => {
    const title = 'Fields within a budget';
    expect(figure(draw(bench, <Inside />), title), 'without field gates').toBe('');
    const gated = structuredClone(graph);
    gated.nodes = gated.nodes.map((node) => (node.id === 'gate' ? { ...node, block: 'field-gate', params: {} } : node));
    const read = { ...curves, ...ofProbe('gate/keep', [0.2, 0.7]) };
    bench.run.setState({ trained: { graph: gated, settings: smallSettings() }, curves: read, shown: read });
    const drawn = figure(draw(bench, <Inside />), title);
    const points = [...drawn.matchAll(/<circle([^>]*)><title>([^:]*)/g)];
    expect(points.map(([, attributes, field]) => [field, attributes!.includes('class="full"')])).toEqual([
      ['item id', false],
      ['genre', true],
    ]);
    expect(drawn).toMatch(/1 of 2 fields fit/);
    expect(drawn).toMatch(/aria-valuetext="[\d.]+ of [\d.]+: 1 of 2 fields fit."/);
  });

  const worths: FieldWorths = {
    step: 40,
    metric: 'ndcg@10',
    value: 0.2,
    validationUsers: 90,
    repeats: 3,
    fields: [
      {
        node: 'user',
        side: 'user',
        field: 'user id',
        keep: null,
        seGate: null,
        importance: { mean: -0.01, half: 0.02 },
      },
      { node: 'item', side: 'item', field: 'item id', keep: null, seGate: 0.9, importance: { mean: 0.04, half: 0.01 } },
      { node: 'item', side: 'item', field: 'genre', keep: null, seGate: 1.1, importance: { mean: 0.02, half: 0.01 } },
      { node: 'copy', side: 'item', field: 'genre', keep: null, seGate: null, importance: { mean: 0.02, half: 0.01 } },
    ].map((field, at) => ({ ...field, side: field.side as 'user' | 'item', cost: 1 + at, time: null })),
    ofLoss: [],
    agreement: [{ methods: ['seGate', 'importance'], fields: 2, rankCorrelation: -1 }],
  };

  it('says what fields are worth once they were shuffled, until the weights train on', () => {
    const title = 'What fields are worth';
    const drawn = () => figure(draw(bench, <Inside />), title);
    expect(drawn()).toMatch(/<button type="button">Shuffle each field</);
    bench.run.setState({ fieldWorths: worths });
    const rows = [...drawn().matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) => row!.replaceAll(/<[^>]*>/g, '|'));
    expect(rows.map((row) => row.split('|').filter(Boolean))).toEqual([
      ['Field', 'Side', 'Cost', 'SE gate', 'NDCG@10 lost'],
      ['item id', 'item', '2.000', '0.900', '0.0400 ± 0.0100'],
      ['genre', 'item', '3.000', '1.100', '0.0200 ± 0.0100'],
      ['genre', 'item', '4.000', '–', '0.0200 ± 0.0100'],
      ['user id', 'user', '1.000', '–', '-0.0100 ± 0.0200'],
    ]);
    expect(drawn()).toContain('Rank correlation of SE gate and loss when shuffled: -1.00 (2 fields)');
    expect(drawn()).toContain('With the weights of step 40. NDCG@10 lost: of 0.2000 on the validation part (90 users)');
    bench.run.setState({ asking: ['fieldWorths'] });
    expect(drawn(), 'shuffled again').toMatch(/role="progressbar".*<button[^>]*>Cancel</);
    bench.run.setState({ asking: [], at: 20 });
    expect(drawn(), 'of weights that are gone').toBe('');
    bench.run.setState({ at: null, progress: { ...ended(40), phase: 'training' } });
    expect(drawn()).toMatch(/<button type="button" disabled="">Shuffle again<.*Pause or stop training/);
    for (const goOn of [() => bench.run.moveOn(), () => bench.run.continueFrom(40), () => bench.run.begin(null)]) {
      bench.run.setState({ fieldWorths: worths });
      goOn();
      expect(bench.run.getState().fieldWorths).toBeNull();
    }
  });

  it('spends a budget without gates on what is lost without a field, over all nodes that embed it', () => {
    const title = 'Fields within a budget';
    const drawn = () => figure(draw(bench, <Inside />), title);
    expect(drawn(), 'before anything was shuffled').toBe('');
    bench.run.setState({ fieldWorths: worths });
    expect(drawn()).toContain('aria-label="What is lost without each field against its cost"');
    const points = [...drawn().matchAll(/<circle class="full"[^>]*cy="([^"]*)"[^>]*><title>([^<]*)/g)];
    expect(points.map(([, , point]) => point)).toEqual([
      'user id: cost 1.00, NDCG@10 lost -0.0100',
      'item id: cost 2.00, NDCG@10 lost 0.0400',
      'genre: cost 7.00, NDCG@10 lost 0.0200',
    ]);
    // The first line of the axis is that of 0: what loses less lies below it, the one that loses the most on the last.
    const lines = [...drawn().matchAll(/<line[^>]*y1="([^"]*)"/g)].map(([, y]) => Number(y));
    const [user, item, genre] = points.map(([, y]) => Number(y));
    expect(user).toBeGreaterThan(lines[0]!);
    expect(user, 'within the plot').toBeLessThanOrEqual(166);
    expect([genre, item]).toEqual(lines.slice(1));
    expect(drawn()).toContain('aria-valuetext="10.00 of 10.00: 3 of 3 fields fit."');
    // On what has no cost no budget is spent.
    const past = { ...worths.fields[0]!, field: 'maker', cost: null };
    bench.run.setState({ fieldWorths: { ...worths, fields: [...worths.fields, past] } });
    expect(drawn()).toContain('aria-valuetext="10.00 of 10.00: 3 of 3 fields fit."');
    expect(drawn()).not.toContain('maker');
    bench.run.setState({ fieldWorths: { ...worths, fields: [past] } });
    expect(drawn()).toBe('');
    bench.run.setState({ fieldWorths: worths });
    bench.run.setState({ at: 20 });
    expect(drawn(), 'of weights that are gone').toBe('');
  });

  it('says what ails a run, and nothing where nothing does', () => {
    expect(figure(draw(bench, <Inside />), 'Diagnosis')).toBe('');
    bench.run.setState({ failure: plainFailure('diverged', {}, { step: 40 }) });
    expect(figure(draw(bench, <Inside />), 'Diagnosis')).toContain('not finite numbers since step 40');
  });

  it('names the fields of a shut gate, in the language of the page', () => {
    const shut = {
      ...curves,
      [meanSeries('gate/gate', 1)]: { steps, values: [1, 0, 0, 0] },
      [spreadSeries('gate/gate', 1)]: { steps, values: [0, 0, 0, 0] },
    };
    bench.run.setState({ curves: shut, shown: shut });
    expect(figure(draw(bench, <Inside />), 'Diagnosis')).toContain('In SE gate, the gate of genre');
    bench.view.setState({ language: 'zh' });
    expect(figure(draw(bench, <Inside />), '诊断')).toMatch(/genre ?的门/);
  });
});

describe('a live value split by a field', () => {
  const split: ValuesByField = {
    labels: ['item id', 'genre'],
    field: { name: 'genre', kind: 'categorical' },
    all: { rows: 30, means: [0.5, 0.6] },
    groups: [
      { name: 'Crime', rows: 20, means: [0.5, 0.9] },
      { name: 'Poetry', rows: 8, means: [0.45, 0.2] },
    ],
    others: { rows: 2, means: [0.1, 0.1] },
  };
  const probe = { key: 'gate/gate', name: 'gate', block: 'senet', nodeId: 'gate', axis: { origin: 0, ends: null } };
  const drawn = () =>
    draw(bench, <SplitValues name="Gate" probe={probe as Probe} side="item" heading="genre" split={split} />);

  it('stands in a table with its rows, says in which value the groups differ the most, and can be saved', () => {
    const text = drawn().replaceAll(/<[^>]+>/g, ' ');
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'Crime 20 0.500 0.900 Poetry 8 0.450 0.200 Other or none 2 0.100 0.100',
    );
    expect(text).toContain('The groups differ most in genre: from 0.200 (Poetry) to 0.900 (Crime).');
    expect(drawn()).toContain('aria-label="Save chart as…"');
  });

  it('stays below its chart wherever a person was meanwhile, and says what is still asked', () => {
    const chart = () => figure(draw(bench, <Inside />), 'SE importance');
    bench.run.setState({ splits: { 'gate/gate': { asked: null, found: split } } });
    expect(chart()).toContain('Poetry');
    expect(chart()).toContain('<option value="=genre" selected="">');
    bench.run.setState({ splits: { 'gate/gate': { asked: { field: null }, found: split } } });
    expect(chart()).toContain('Poetry');
    expect(chart()).toMatch(/<option value="events" selected="">.*role="progressbar"/);
    expect(figure(draw(bench, <Inside />), 'Gate × embedding length')).not.toContain('Poetry');
  });
});
