import { expect, it } from 'vitest';
import { LIST_SERIES } from '../../../lab/runs/vector-series';
import { draw, silentBench, summary } from '../../testing';
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
