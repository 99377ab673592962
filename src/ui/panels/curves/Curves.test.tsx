import { expect, it } from 'vitest';
import { LIST_SERIES, RELEVANCE_SERIES, SAMPLE_SERIES } from '../../../lab/runs/vector-series';
import { setParam } from '../../../model/document/graph-edits';
import { preset } from '../../../model/presets/presets';
import { draw, schema, silentBench, summary } from '../../testing';
import { Result } from '../result/Result';
import { Curves } from './Curves';

/** Title and figure of each section, without the marks between them. */
const heads = (markup: string): string[] =>
  [...markup.matchAll(/<h2.*?<p /g)].map(([head]) => head.replaceAll(/<[^>]*>/g, ' '));

it.each(['en', 'zh'])('the hit rate stands on top of the curves and of the result, by one name: %s', (language) => {
  const bench = silentBench(language);
  const at = (value: number) => ({ steps: [1], values: [value] });
  bench.data.setState({ summary });
  bench.run.setState({
    curves: { 'hr@10': at(0.123), 'recall@10': at(0.456) },
    evaluated: { metrics: { 'hr@10': 0.123, 'recall@10': 0.456 }, baselines: { popularity: { 'hr@10': 0.1 } } },
  });
  const curves = draw(bench, <Curves />);
  const result = draw(bench, <Result />);
  expect(heads(curves).filter((head) => head.includes('0.123'))).toEqual([expect.stringContaining('HR@10')]);
  expect(heads(curves).join()).not.toContain('Recall');
  expect(heads(result)[0]).toContain('0.123');
  expect(/class="verdict">([^<]*)/.exec(result)![1]).toContain('HR@10');
  // Where both are the same number, and what the other one is called.
  expect(curves).toContain('Recall@10');
});

/** Names of the figures, in their order. */
const figures = (markup: string): string[] =>
  [...markup.matchAll(/<section class="figure" aria-label="([^"]*)"/g)].map(([, name]) => name!);

it('recall is drawn where it is no hit rate, lists where a run was asked for them', () => {
  const bench = silentBench();
  bench.data.setState({ summary });
  expect(figures(draw(bench, <Curves />))).toEqual([
    'Loss',
    'HR@10, full catalogue',
    'NDCG@10, full catalogue',
    'Coverage@10',
    'Head share@10',
  ]);
  bench.data.setState({ summary: { ...summary, protocol: { ...summary.protocol, split: 'last-fifth' } } });
  expect(figures(draw(bench, <Curves />))).toContain('Recall@10, full catalogue');
  // A run of an older version has no such series.
  const curve = { steps: [1], values: [0.1] };
  bench.run.setState({ curves: { 'hr@10': curve } });
  expect(figures(draw(bench, <Curves />)).join()).not.toMatch(/Coverage|Head share/);
  bench.run.setState({ curves: { 'hr@10': curve, [LIST_SERIES.coverage]: curve } });
  expect(figures(draw(bench, <Curves />))).toContain('Coverage@10');
  // Of a graph with a teacher alone.
  expect(figures(draw(bench, <Curves />)).join()).not.toMatch(/Relevance|Bad cases/);
  const judged = { [RELEVANCE_SERIES.relevance]: curve, [RELEVANCE_SERIES.badCases]: curve };
  bench.run.setState({ curves: { 'hr@10': curve, ...judged } });
  expect(figures(draw(bench, <Curves />)).slice(-2)).toEqual(['Relevance@10', 'Bad cases@10']);
});

it.each([
  ['two-tower', {}, 'A uniform guess over the 64 items of a batch would score 4.16.'],
  ['two-tower', { sampling: 'uniform' }, null],
  ['mobius', {}, null],
  ['heads', {}, null],
] as const)('a uniform guess is said of one softmax over the items of a batch alone: %s %o', (id, params, said) => {
  const bench = silentBench();
  bench.data.setState({ summary });
  const { graph, settings } = preset(id).build(schema);
  const drawn = Object.entries(params).reduce((all, [name, value]) => setParam(all, 'softmax', name, value), graph);
  bench.run.setState({ trained: { graph: drawn, settings: { ...settings, batch: 64 } }, curves: {} });
  const curves = draw(bench, <Curves />);
  if (said === null) expect(curves).not.toContain('uniform guess');
  else expect(curves).toContain(said);
});

it.each([
  ['en', 'An estimate:', '5,000', '50,000 validation users'],
  ['zh', '估计值：', '5,000', '50,000 位验证用户'],
])('where a sample of the users is ranked, each figure of theirs says so, and no loss: %s', (language, ...said) => {
  const bench = silentBench(language);
  bench.data.setState({ summary });
  const at = (value: number) => ({ steps: [1], values: [value] });
  const curves = { loss: at(3), 'hr@10': at(0.1), 'ndcg@10': at(0.05), [LIST_SERIES.coverage]: at(0.4) };
  const abouts = (): string[] =>
    [...draw(bench, <Curves />).matchAll(/<p class="about">(.*?)<\/p>/g)].map(([, about]) => about!);
  const sayingSo = (): boolean[] => abouts().map((about) => said.every((word) => about.includes(word)));
  bench.run.setState({ curves });
  expect(sayingSo()).toEqual([false, false, false, false, false]);
  bench.run.setState({ curves: { ...curves, [SAMPLE_SERIES.users]: at(5000), [SAMPLE_SERIES.of]: at(50_000) } });
  expect(sayingSo()).toEqual([false, true, true, true, true]);
});

it('each figure has a table and a menu of files from its first point on, and chance is explained once', () => {
  const bench = silentBench();
  bench.data.setState({ summary: { ...summary, chance: { 'hr@10': 0.03, 'ndcg@10': 0.01 } } });
  const tools = (): number => draw(bench, <Curves />).match(/aria-label="Save chart as…"/g)?.length ?? 0;
  expect(tools()).toBe(0);
  const curve = { steps: [1], values: [0.1] };
  bench.run.setState({ curves: { loss: curve, 'hr@10': curve, 'ndcg@10': curve } });
  expect(tools()).toBe(3);
  expect(draw(bench, <Curves />).match(/aria-label="Show as table"/g)).toHaveLength(3);
  expect(draw(bench, <Curves />).match(/Random is what a random order/g)).toHaveLength(1);
});
