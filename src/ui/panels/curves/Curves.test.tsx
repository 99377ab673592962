import { expect, it } from 'vitest';
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
