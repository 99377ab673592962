import { expect, it } from 'vitest';
import { draw, ended, silentBench, summary } from '../../testing';
import { Result } from './Result';

/** As it is said now, and in older files. */
const left = [
  { id: 'ease', reason: 'too-slow', values: { items: 49_000, events: 2e8, billions: 7400, most: 1000 } },
  { id: 'easeRecency', reason: 'too-many-items', values: { items: 49_000, most: 5000 } },
  { id: 'transitions', reason: 'too-large', values: { items: 49_000, events: 2e8, megabytes: 15_259, most: 1024 } },
] as const;
const evaluated = { metrics: { 'hr@10': 0.2 }, baselines: { popularity: { 'hr@10': 0.1 }, left } };

it.each([
  [
    'en',
    'Not computed: 49,000 items and 200,000,000 events take 7,400 billion operations, limit 1,000 billion.',
    'Not computed: 49,000 items, limit 5,000.',
    'Not computed: 49,000 items and 200,000,000 events take 15,259 MB of memory, limit 1,024 MB.',
  ],
  [
    'zh',
    '未计算：49,000 个物品、200,000,000 个事件约需 7,400 十亿次运算，上限为 1,000 十亿次。',
    '未计算：物品有 49,000 个，上限为 5,000 个。',
    '未计算：49,000 个物品、200,000,000 个事件约需 15,259 MB 内存，上限为 1,024 MB。',
  ],
] as const)('says in the row of a baseline why it has no figures: %s', (language, ...reasons) => {
  const bench = silentBench(language);
  bench.data.setState({ summary });
  bench.run.setState({ evaluated, progress: ended(3) });
  const drawn = draw(bench, <Result />);
  const rows = [...drawn.matchAll(/<tr[^>]*><th scope="row"[^>]*>([^<]*)<\/th>(.*?)<\/tr>/g)];
  const said = rows.map(([, , cells = '']) => reasons.filter((reason) => cells.includes(reason)));
  expect(said).toEqual([[], [], ...reasons.map((reason) => [reason])]);
});

it.each([
  ['en', 'EASE: 49,000 items are too many for one matrix: each is solved on the 100 items most similar to it'],
  ['zh', 'EASE：物品有 49,000 个，超出一个矩阵的规模：每个物品只在与其最相似的 100 个物品上求解'],
] as const)('says what was counted in another way than on a smaller log: %s', (language, sentence) => {
  const bench = silentBench(language);
  bench.data.setState({ summary });
  const instead = [{ id: 'ease', method: 'sparse', values: { users: 1000, items: 49_000, events: 2e6 } }] as const;
  const baselines = { popularity: { 'hr@10': 0.1 }, ease: { 'hr@10': 0.15 }, instead };
  bench.run.setState({ evaluated: { ...evaluated, baselines }, progress: ended(3) });
  expect(draw(bench, <Result />)).toContain(sentence);
  const noted = [{ id: 'ease', method: 'onGpu', values: { millionths: 7 } }] as const;
  bench.run.setState({ evaluated: { ...evaluated, baselines: { ...baselines, instead: noted } } });
  expect(draw(bench, <Result />)).toMatch(/EASE(: inverted on the GPU.* 7 millionths|：在 GPU 上.*百万分之 7)/);
  // Of a newer version, or of a ranker that is no more.
  bench.run.setState({ evaluated: { ...evaluated, baselines: { instead: [{ ...instead[0], method: 'magic' }] } } });
  expect(draw(bench, <Result />)).not.toContain(sentence);
});

it.each([
  [
    'en',
    'GAUC of pairs',
    'AUC and GAUC compare the 1,250 pairs of the test set that were taken with 980 that were only shown; GAUC is the mean over 5 users with both, weighted by their pairs.',
  ],
  [
    'zh',
    '样本对 GAUC',
    'AUC 与 GAUC 比较测试集中选过的 1,250 对与只展示过的 980 对；GAUC 对两者都有的 5 个用户取平均，按各自的对数加权。',
  ],
])('says which pairs AUC and GAUC compare, where there are shown rows: %s', (language, name, sentence) => {
  const bench = silentBench(language);
  bench.data.setState({ summary: { ...summary, testPairs: { taken: 1250, shown: 980, users: 5 } } });
  const metrics = { 'hr@10': 0.2, 'recall@10': 0.2, 'ndcg@10': 0.1, 'coverage@10': 0.3, gauc: 0.61, auc: 0.58 };
  const baselines = { popularity: { 'hr@10': 0.1, gauc: 0.54, auc: 0.55 } };
  bench.run.setState({ evaluated: { metrics, baselines }, progress: ended(3) });
  const drawn = draw(bench, <Result />);
  expect(drawn).toContain(sentence);
  // Among the first figures, the model's marked as the best.
  expect(drawn).toMatch(new RegExp(`${name}</th>`));
  expect(drawn).toMatch(/<td class="wins">\.610/);
  expect(drawn).toContain('.540');
  // Weights that were tested before there were any.
  bench.run.setState({ evaluated });
  expect(draw(bench, <Result />)).not.toContain(sentence.slice(0, 20));
});

it('shows the model at once, and the rows of the baselines as they come', () => {
  const bench = silentBench();
  bench.data.setState({ summary, counting: { fraction: 0.3, row: 'ease' } });
  bench.run.setState({ evaluated: { ...evaluated, baselines: {} }, progress: ended(3) });
  const waiting = [{ id: 'ease', reason: 'waiting', values: {} }] as const;
  const shown = (): string => draw(bench, <Result />);
  expect(shown()).toContain('Computing the baselines: EASE, 30%');
  expect(shown()).not.toContain('Popularity');
  bench.run.setState({ baselines: { validation: {}, test: { popularity: { 'hr@10': 0.1 }, left: waiting } } });
  expect(shown()).toMatch(/Popularity.*EASE.*Not computed yet\./s);
  expect(shown()).toContain('Skip baselines');
});
