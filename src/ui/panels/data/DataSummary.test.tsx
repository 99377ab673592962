import { expect, it } from 'vitest';
import { draw, silentBench, summary } from '../../testing';
import { DataSummary } from './DataSummary';

it.each([
  ['en', '10 usable rows are left out by the minimum counts and the rule for repeated pairs.'],
  ['zh', '另有 10 行可用数据因最少次数或重复规则而未采用。'],
])('says how many usable rows the protocol leaves out: %s', (language, sentence) => {
  const bench = silentBench(language);
  const loaded = {
    ...summary,
    report: { read: 50, kept: 40, rejected: [] },
    pairs: 30,
    unseenTargets: 0,
    leftOut: { validation: {}, test: {} },
    trainingRows: { withoutHistory: 0, untested: 0 },
  };
  bench.data.setState({ summary: { ...loaded, events: 30 } });
  expect(draw(bench, <DataSummary />)).toContain(sentence);
  bench.data.setState({ summary: { ...loaded, events: 40 } });
  expect(draw(bench, <DataSummary />)).not.toContain(sentence.slice(2, 8));
});
