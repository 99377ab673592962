import { beforeEach, expect, it } from 'vitest';
import { AT_REST } from '../../../lab/announcer';
import type { AgreementFound } from '../../../lab/commands/agreement';
import type { Workbench } from '../../../lab/stores/workbench';
import { draw, ended, keptRun, silentBench, summary } from '../../testing';
import { Result } from './Result';

const found: AgreementFound = {
  kind: 'model',
  title: 'Old ranker',
  step: 40,
  users: 90,
  depth: 100,
  scored: null,
  at: [
    {
      k: 10,
      model: { hr: { mean: 0.21, half: 0.02 }, ndcg: { mean: 0.11, half: 0.01 } },
      ranker: { hr: { mean: 0.31, half: 0.03 }, ndcg: { mean: 0.16, half: 0.015 } },
      overlap: { users: 88, value: { mean: 0.4321, half: 0.012 } },
    },
  ],
  correlation: { users: 87, value: { mean: 0.5432, half: 0.014 } },
};
const runs = [keptRun('ranker', 'din'), keptRun('own', 'two-tower'), keptRun('other', 'classic')];
const elsewhere = keptRun('elsewhere', 'din', { title: 'Of other data', data: { ...runs[0]!.data, fingerprint: 'g' } });
const withScores = { ...summary, schema: { ...summary.schema, scores: [{ name: 'rank score', least: 0, most: 1 }] } };

let bench: Workbench;
beforeEach(() => {
  bench = silentBench();
  bench.data.setState({ summary });
  bench.runs.setState({ runs: [...runs, elsewhere] });
  bench.run.setState({ id: 'own', progress: ended(40), evaluated: { metrics: { 'hr@10': 0.21 }, baselines: {} } });
});
const drawn = () => draw(bench, <Result />);
const offered = () => [...drawn().matchAll(/<option[^>]*>([^<]*)</g)].map(([, text]) => text);

it('offers other runs of the same data and columns of scores', () => {
  expect(offered()).toEqual([
    'Ranker with target attention, seed 7, 40 steps, ranker',
    expect.stringMatching(/^Classic two towers.*two towers$/),
  ]);
  bench.data.setState({ summary: withScores });
  expect(offered().at(-1)).toBe('rank score');
  expect(drawn()).toMatch(/<optgroup label="Runs">.*<optgroup label="Columns with scores">/);
  bench.runs.setState({ runs: [runs[1]!] });
  bench.data.setState({ summary });
  expect(drawn()).toContain('Nothing to compare with yet');
});

it('is there for weights that were not tested, and not where there are none', () => {
  bench.run.setState({ evaluated: null });
  expect(drawn()).toMatch(/Test these weights.*Compare with a ranker/);
  bench.run.setState({ progress: AT_REST });
  expect(drawn()).not.toContain('Compare with a ranker');
  bench.run.setState({ progress: ended(40), lacks: 'checkpoint' });
  expect(drawn()).not.toContain('Compare with a ranker');
});

it('waits for rest, and has a way out of the question', () => {
  bench.run.setState({ progress: { ...AT_REST, step: 5, phase: 'training' } });
  expect(drawn()).toMatch(/<button[^>]*disabled=""[^>]*>Compare<.*Pause or stop training to compare/);
  bench.run.setState({
    progress: ended(40),
    agreement: { ranker: { run: 'ranker' }, found: null },
    waiting: { evaluation: 0.4 },
  });
  expect(drawn()).toMatch(/<select[^>]*disabled="".*aria-valuenow="40".*Cancel/);
});

it.each([
  ['en', 'Beside a ranker: Ranker with target attention', 'Overlap@10', 'Rank correlation', 'first 100 items'],
  ['zh', '与排序模型对照：目标注意力排序模型', '重合率 Overlap@10', '秩相关', '前 100 个物品'],
] as const)(
  'shows agreement in one table with the hits of both: %s',
  (language, title, overlap, correlation, about) => {
    bench = silentBench(language);
    bench.data.setState({ summary });
    bench.runs.setState({ runs });
    bench.run.setState({ id: 'own', progress: ended(40), agreement: { ranker: { run: 'ranker' }, found } });
    const shown = drawn();
    const [, table = ''] = new RegExp(`aria-label="${title}">(<table.*?)</table>`).exec(shown) ?? [];
    const rows = [...table.matchAll(/<tr><th scope="row"[^>]*>([^<]*)<\/th>(.*?)<\/tr>/g)].map(
      ([, name, cells = '']) => [name, ...[...cells.matchAll(/<td[^>]*>([^<]*)</g)].map(([, text]) => text)],
    );
    expect(rows).toEqual([
      ['HR@10', '0.210 ± 0.020', '0.310 ± 0.030', '90'],
      ['NDCG@10', '0.110 ± 0.010', '0.160 ± 0.015', '90'],
      [overlap, '0.432 ± 0.012', '88'],
      [correlation, '0.543 ± 0.014', '87'],
    ]);
    expect(shown).toContain(about);
    // Of a run that is gone, what it was called.
    bench.runs.setState({ runs: [runs[1]!] });
    expect(drawn()).toContain('Old ranker</th>');
  },
);

it('says of a column that it has no hits of its own', () => {
  const column: AgreementFound = {
    ...found,
    kind: 'column',
    title: 'rank score',
    depth: null,
    scored: { users: 12, pairs: 340 },
    at: found.at.map((one) => ({ ...one, ranker: null })),
  };
  bench.data.setState({ summary: withScores });
  bench.run.setState({ agreement: { ranker: { column: 'rank score' }, found: column } });
  expect(drawn()).toMatch(/340 pairs of 12 test users.*The column has no hits of its own/);
});
