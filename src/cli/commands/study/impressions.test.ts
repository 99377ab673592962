import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserResamples } from '../../../lab/evaluate/bootstrap';
import { gauc } from '../../../lab/evaluate/pair-metrics';
import type { HeldOutPairs } from '../../../lab/evaluate/pairs';
import {
  gaucOf,
  pairFigures,
  type ImpressionBaselines,
  type ImpressionLine,
  type ImpressionRun,
} from './impressions-record';
import { impressionsTables } from './impressions-table';
import { study } from './study';

const figures = (auc: number, byUser: readonly number[]) => ({ auc, byUser });
/** Of 40 users the first ten have 30 pairs, the others ten. */
const users = Array.from({ length: 40 }, (_, user) => user);
const counted: ImpressionBaselines = {
  kind: 'baselines',
  set: 'log',
  split: 'leave-last-out',
  taken: 300,
  shown: 300,
  pairsByUser: users.map((user) => (user < 10 ? 30 : 10)),
  baselines: {
    popularity: figures(
      0.5,
      users.map(() => 0.5),
    ),
    clickRate: figures(
      0.6,
      users.map((user) => (user < 10 ? 0.8 : 0.4)),
    ),
  },
};
const run = (preset: string, seed: number, own: ReturnType<typeof figures>): ImpressionRun => ({
  kind: 'run',
  set: 'log',
  split: 'leave-last-out',
  preset,
  variant: 'fields',
  seed,
  mark: 'm',
  parameters: 1234,
  validation: 0.6,
  bestStep: 100,
  steps: 300,
  stepsPerEpoch: 100,
  seconds: 1,
  adapter: 'CPU',
  ...own,
});
const lines: ImpressionLine[] = [
  counted,
  run(
    'two-tower',
    1,
    figures(
      0.52,
      counted.pairsByUser.map(() => 0.5),
    ),
  ),
  run(
    'pre-ranker',
    1,
    figures(
      0.61,
      counted.baselines.clickRate!.byUser.map((own) => own + 0.1),
    ),
  ),
  run(
    'pre-ranker',
    2,
    figures(
      0.63,
      counted.baselines.clickRate!.byUser.map((own) => own + 0.1),
    ),
  ),
];
const trials = ['two-tower', 'pre-ranker'].map((preset) => ({ preset, variant: 'fields' as const }));

describe('the table of impressions', () => {
  const table = impressionsTables([{ id: 'log' }, { id: 'not read' }], 'leave-last-out', trials, lines);
  const rowOf = (name: string): string[] =>
    (table.split('\n').find((row) => row.startsWith(`| ${name} |`)) ?? '').split(' | ').map((cell) => cell.trim());

  it('weighs users by their pairs, and pairs differences by user', () => {
    // (300 x .8 + 300 x .4) / 600
    expect(rowOf('Click-through rate').slice(1, 4)).toEqual(['.6000', expect.stringMatching(/^\.6000 ± /), '–']);
    expect(rowOf('pre-ranker').slice(1, 4)).toEqual([
      // Two values that differ by .02: ± 12.706 x .01.
      '.6200 ± .1271',
      expect.stringMatching(/^\.7000 ± /),
      '+.1000 (+.1000 to +.1000) ▲',
    ]);
    expect(rowOf('pre-ranker').slice(-3)).toEqual(['1,234', '1.0 (3.0)', '2 |']);
    expect(rowOf('two-tower')[3]).toMatch(/^-\.1000 \(-\.\d+ to [+-]\.\d+\) [▼≈]$/);
    expect(rowOf('Popularity')[4]).toBe('+.0000 (+.0000 to +.0000) ≈');
  });

  it('gives differences from another row where one is named', () => {
    const own = impressionsTables([{ id: 'log' }], 'leave-last-out', trials, lines, 'pre-ranker');
    expect(own).toContain('| − Click-through rate | − pre-ranker |');
    expect(own.split('\n').find((row) => row.startsWith('| Click-through rate |'))).toContain(
      '| -.1000 (-.1000 to -.1000) ▼ |',
    );
  });

  it('leaves out a log of which nothing is known', () => {
    expect(table).not.toContain('not read');
    expect(impressionsTables([{ id: 'log' }], 'leave-last-out', trials, [])).toBe('No log has been read yet.');
  });
});

describe('the figures of pairs', () => {
  it('have the GAUC of all users, and samples keep the weight of a user beside his AUC', () => {
    const pairs = {
      users: Uint32Array.of(0, 0, 0, 0, 1, 1, 2, 2),
      labels: Uint8Array.of(1, 0, 0, 0, 1, 0, 1, 1),
    } as unknown as HeldOutPairs;
    const scores = Float32Array.of(0.5, 0.7, 0.1, 0.2, 0.1, 0.4, 0.3, 0.3);
    const own = pairFigures(pairs, scores);
    // Of three others two are below; the second user has none in order, the third one kind alone.
    expect(own.byUser).toEqual([0.6667, 0]);
    const resamples = new UserResamples(2, 200, 1);
    const { mean, samples } = gaucOf(resamples, [4, 2], own);
    expect(mean).toBeCloseTo(gauc(scores, pairs.labels, pairs.users)!.value, 4);
    // A user alone, or both.
    expect([...new Set(Array.from(samples, (value) => value.toFixed(3)))].sort()).toEqual(['0.000', '0.444', '0.667']);
  });
});

describe('the study', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'impressions-'));
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  /** 30 people are shown 16 of 20 items each, and take those of their kind. */
  function writeLog(): void {
    const log = join(folder, 'kuairand-pure-slice');
    mkdirSync(log);
    const rows = Array.from({ length: 30 * 16 }, (_, row) => {
      const [user, item] = [Math.floor(row / 16), (row * 7) % 20];
      return `u${user},i${item},${1_650_812_741_436 + 1000 * row},${Number(item % 2 === user % 2)},0`;
    });
    writeFileSync(
      join(log, 'interactions.csv'),
      ['user_id,item_id,timestamp_ms,is_click,long_view', ...rows].join('\n'),
    );
    const items = Array.from({ length: 20 }, (_, item) => `i${item},a${item % 3},t${item % 2}`);
    writeFileSync(join(log, 'items.csv'), ['item_id,author_id,tag', ...items].join('\n'));
    const columns =
      'user_active_degree,is_lowactive_period,is_live_streamer,is_video_author,follow_user_num_range,fans_user_num_range,friend_user_num_range,register_days_range';
    const people = Array.from({ length: 30 }, (_, user) => `u${user},d${user % 2},0,0,0,1,2,3,4`);
    writeFileSync(join(log, 'users.csv'), [`user_id,${columns}`, ...people].join('\n'));
  }

  it('trains what its record lacks, tests the pairs, and prints the same from the record alone', async () => {
    writeLog();
    const record = join(folder, 'runs.jsonl');
    const asked = { sets: 'kuairand click', seeds: 1, record } as const;
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const textOf = async (flags: Parameters<typeof study>[1]): Promise<string> => {
      printed.mockClear();
      await study('impressions', { ...asked, ...flags });
      return printed.mock.calls.join('');
    };
    const text = await textOf({ datasets: folder, device: 'cpu' });
    const written = readFileSync(record, 'utf8');
    expect(await textOf({ recorded: true })).toBe(text);
    expect(await textOf({ datasets: folder, device: 'cpu' })).toBe(text);
    expect(readFileSync(record, 'utf8')).toBe(written);
    for (const name of ['Popularity', 'Click-through rate', 'two-tower', 'pre-ranker'])
      expect(text).toContain(`| ${name} |`);
    const [baselines, ...runs] = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ImpressionLine);
    expect(baselines).toMatchObject({ kind: 'baselines', taken: expect.any(Number) as number });
    expect(runs.map((line) => line.kind === 'run' && [line.preset, line.seed])).toEqual([
      ['two-tower', 1],
      ['pre-ranker', 1],
    ]);
    // Who takes what is planted: even and odd ones.
    const ranker = runs.at(-1) as ImpressionRun;
    expect(ranker.auc).toBeGreaterThan(0.8);
    expect(ranker.byUser).toHaveLength((baselines as ImpressionBaselines).pairsByUser.length);
  });
});
