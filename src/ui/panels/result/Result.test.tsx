import { expect, it } from 'vitest';
import { draw, ended, silentBench, summary } from '../../testing';
import { Result } from './Result';

const left = ['ease', 'easeRecency'].map((id) => ({
  id: id as 'ease' | 'easeRecency',
  reason: 'too-many-items' as const,
  values: { items: 49_000, most: 5000 },
}));
const evaluated = { metrics: { 'hr@10': 0.2 }, baselines: { popularity: { 'hr@10': 0.1 }, left } };

it.each([
  ['en', 'Not computed: 49,000 items, limit 5,000.'],
  ['zh', '未计算：物品有 49,000 个，上限为 5,000 个。'],
] as const)('says in the row of a baseline why it has no figures: %s', (language, reason) => {
  const bench = silentBench(language);
  bench.data.setState({ summary });
  bench.run.setState({ evaluated, progress: ended(3) });
  const drawn = draw(bench, <Result />);
  const rows = [...drawn.matchAll(/<tr[^>]*><th scope="row"[^>]*>([^<]*)<\/th>(.*?)<\/tr>/g)];
  expect(rows.map(([, name, cells = '']) => [name, cells.includes(reason)])).toEqual([
    [expect.any(String), false],
    [expect.any(String), false],
    ['EASE', true],
    [expect.stringContaining('EASE'), true],
  ]);
});
