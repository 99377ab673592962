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

it.each([
  ['en', 'Rows shown and not taken: 1,200 in training, 30 in validation, 4 in test.'],
  ['zh', '展示过但未被选择的行：训练 1,200，验证 30，测试 4。'],
])('says how many rows were shown and not taken, by part, and counts them as used: %s', (language, sentence) => {
  const bench = silentBench(language);
  const loaded = {
    ...summary,
    report: { read: 1264, kept: 1264, rejected: [] },
    events: 30,
    pairs: 30,
    unseenTargets: 0,
    leftOut: { validation: {}, test: {} },
    trainingRows: { withoutHistory: 0, untested: 0 },
  };
  bench.data.setState({ summary: { ...loaded, shown: { train: 1200, validation: 30, test: 4 } } });
  const shown = draw(bench, <DataSummary />);
  expect(shown).toContain(sentence);
  expect(shown).toContain('1,234');
  bench.data.setState({ summary: { ...loaded, shown: null } });
  const none = draw(bench, <DataSummary />);
  expect(none).not.toContain(sentence.slice(0, 8));
  // 1234 usable rows are then left out.
  expect(none).toContain('1,234');
  expect(shown.match(/1,234/g)).toHaveLength(1);
});

it('says that the condition for positives holds for every row, where it does', () => {
  const bench = silentBench();
  const loaded = {
    ...summary,
    protocol: { ...summary.protocol, positives: 'rating>=0' },
    pairs: 30,
    unseenTargets: 0,
    leftOut: { validation: {}, test: {} },
    trainingRows: { withoutHistory: 0, untested: 0 },
  };
  const said = (positives?: number): boolean => {
    const report = { read: 50, kept: 40, rejected: [], ...(positives === undefined ? {} : { positives }) };
    bench.data.setState({ summary: { ...loaded, report } });
    return draw(bench, <DataSummary />).includes('“rating&gt;=0” holds for every row');
  };
  expect([said(40), said(39), said()]).toEqual([true, false, false]);
});

it('says the unit and the span of the times', () => {
  const bench = silentBench();
  const time = { column: 'when', unit: 'seconds' as const, first: 1.6e12, last: 1.602e12, counted: null };
  const rest = {
    report: { read: 50, kept: 50, rejected: [] },
    pairs: 30,
    unseenTargets: 0,
    leftOut: { validation: {}, test: {} },
    trainingRows: { withoutHistory: 0, untested: 0 },
  };
  bench.data.setState({ summary: { ...summary, ...rest, time } });
  expect(draw(bench, <DataSummary />)).toContain('Times in “when”: seconds since 1970, Sep 13, 2020 to Oct 6, 2020.');
  const counted = { first: 1, last: 1203 };
  bench.data.setState({ summary: { ...summary, ...rest, time: { ...time, column: 'position', counted } } });
  expect(draw(bench, <DataSummary />)).toContain('Order of events: “position”, from 1 to 1,203. These are no dates.');
});
