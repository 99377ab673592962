import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settingsOf } from '../../../lab/studies/drawing/field-towers';
import { beats } from '../../../lab/studies/judging/claims';
import type { StudyRun } from '../../../lab/studies/judging/runs';
import { widthsOfArms, type Prepared } from '../../../lab/studies/running/documents';
import { studies, type Study } from '../../../lab/studies/studies';
import { plainDocument } from '../../../lab/testing';
import { openRecord } from './record';
import { reportOf } from './report';
import { runOpen, seedsOf, study } from './study';

const draw = () => plainDocument(1).graph;
const small: Study = {
  id: 'small',
  question: 'Is new better than old?',
  world: { id: 'bookshop', events: 500, seed: 3 },
  settings: () => settingsOf(32, 0.01, { patience: 1, maxEpochs: 1 }),
  arms: { old: { budget: 'own', draw }, new: { budget: 'equal', draw } },
  budget: 'old',
  compare: [['new', 'old']],
  claims: [{ text: 'New is better.', judge: beats('new', 'old') }],
};

const run = (arm: string, seed: number, ndcg: number, mark = 'm'): StudyRun => ({
  study: 'small',
  arm,
  seed,
  mark,
  parameters: 900,
  finalWidth: 4,
  steps: 10,
  seconds: 2,
  adapter: 'none',
  measures: {
    'hr@10': 2 * ndcg,
    'ndcg@10': ndcg,
    'share of the oracle': ndcg / 0.4,
    'validation ndcg@10': ndcg,
    ...(arm === 'new' ? { gate: seed } : {}),
  },
  ndcg: { users: 2, above: [[0, 2 * ndcg]] },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'study-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe('a study', () => {
  it('runs each arm of each seed once, and goes on where its record stops', async () => {
    const path = join(folder, 'runs.jsonl');
    const asked: string[] = [];
    const runner = (stopAfter: number) => () =>
      Promise.resolve(({ seed, arms }: Prepared, arm: string) => {
        if (asked.length === stopAfter) return Promise.reject(new Error('interrupted'));
        asked.push(`${arm} ${seed}`);
        return Promise.resolve(run(arm, seed, 0.1, arms[arm]!.mark));
      });
    await expect(runOpen(small, ['old', 'new'], [1, 2], openRecord(path), runner(3))).rejects.toThrow('interrupted');
    expect(asked).toEqual(['old 1', 'new 1', 'old 2']);
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3);
    await runOpen(small, ['old', 'new'], [1, 2], openRecord(path), runner(99));
    expect(asked).toEqual(['old 1', 'new 1', 'old 2', 'new 2']);
    // Nothing is left: nothing is opened.
    const worlds = await runOpen(small, ['old', 'new'], [1, 2], openRecord(path), () =>
      Promise.reject(new Error('opened')),
    );
    // Two seeds of a graph with two tables and no hidden layer.
    expect(widthsOfArms(worlds)['new']).toEqual([
      { tables: { users: 4, items: 4 }, hidden: {} },
      { tables: { users: 4, items: 4 }, hidden: {} },
    ]);
    // Another version of the study: its runs are no runs of this one.
    const changed = { ...small, settings: () => settingsOf(32, 0.02, { patience: 1, maxEpochs: 1 }) };
    await expect(runOpen(changed, ['old'], [1], openRecord(path), runner(99))).rejects.toThrow(
      '--record: its run of "old" with seed 1 is of another version of the study "small"; take another file',
    );
    // As records were written before they listed what each user was shown.
    const [first = '', ...others] = readFileSync(path, 'utf8').split('\n');
    writeFileSync(
      path,
      [JSON.stringify({ ...(JSON.parse(first) as StudyRun), ndcg: undefined }), ...others].join('\n'),
    );
    await expect(runOpen(small, ['old', 'new'], [1, 2], openRecord(path), runner(99))).rejects.toThrow(
      '--record: its run of "old" with seed 1 lacks what each user was shown, as older records do; take another file, or remove that line',
    );
  });

  it('takes five seeds from 1 up, or others', () => {
    expect(seedsOf({})).toEqual([1, 2, 3, 4, 5]);
    expect(seedsOf({ seeds: 2, 'first-seed': 101 })).toEqual([101, 102]);
  });

  it.each([
    [
      'nothing',
      {},
      `lab study: unknown study "nothing"; the studies are ${[...studies.keys(), 'datasets', 'impressions'].sort().join(', ')}`,
    ],
    [
      'gate',
      { arms: 'plain,gates' },
      '--arms: the study "gate" has no arm "gates"; the arms are plain, gate, without noise',
    ],
    ['gate', { datasets: 'x' }, 'lab study: --datasets only goes with datasets and impressions'],
    ['datasets', { arms: 'plain' }, 'lab study: --arms goes with the other studies only'],
    ['datasets', {}, 'lab study: datasets needs --datasets FOLDER'],
    ['datasets', { recorded: true as const }, 'lab study: --recorded needs --record FILE'],
    ['impressions', {}, 'lab study: impressions needs --datasets FOLDER'],
    ['impressions', { recorded: true as const }, 'lab study: --recorded needs --record FILE'],
    ['impressions', { 'ids-only': true as const }, 'lab study: --ids-only only goes with datasets'],
    ['gate', { split: 'time' as const }, 'lab study: --split only goes with datasets and impressions'],
    ['impressions', { arms: 'plain' }, 'lab study: --arms goes with the other studies only'],
    [
      'impressions',
      { datasets: 'x', sets: 'ml-latest-small' },
      '--sets: unknown log "ml-latest-small"; the logs are kuairand click, kuairand long view',
    ],
    ['gate', { recorded: true as const }, 'lab study: --recorded only goes with datasets and impressions'],
    ['gate', { params: [] }, 'lab study: --params only goes with datasets and impressions'],
    ['gate', { sets: 'x' }, 'lab study: --sets only goes with datasets and impressions'],
    [
      'datasets',
      { datasets: 'x', sets: 'netflix' },
      '--sets: unknown log "netflix"; the logs are ml-latest-small, movietweetings-100k, online-retail purchase, kuairand click, kuairand long view',
    ],
  ])('refuses %s with %j', async (id, flags, message) => {
    await expect(study(id, flags)).rejects.toThrow(message);
  });

  it('prints the tables of every preset that a record has, and trains nothing', async () => {
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const record = 'src/lab/studies/records/datasets.jsonl';
    const before = readFileSync(record, 'utf8');
    await study('datasets', { recorded: true, record });
    const text = printed.mock.calls.join('');
    printed.mockRestore();
    for (const name of ['EASE', 'two-tower', 'elsa', '### kuairand long view']) expect(text).toContain(name);
    expect(text).not.toContain('| din |');
    expect(readFileSync(record, 'utf8')).toBe(before);
  });

  it('names the line of a record that is none', () => {
    const path = join(folder, 'runs.jsonl');
    appendFileSync(path, `${JSON.stringify(run('old', 1, 0.1))}\nhalf a li\n`);
    expect(() => openRecord(path)).toThrow(`--record: line 2 of "${path}" is not JSON`);
  });
});

describe('the report of a study', () => {
  const [narrow, wide] = [
    { tables: { user: 1, item: 8 }, hidden: { mlp: [6], other: [12, 6] } },
    { tables: { user: 8, item: 8 }, hidden: {} },
  ];
  const widths = { old: [wide], new: [wide, narrow] };
  const report = reportOf(
    small,
    [run('old', 1, 0.1), run('old', 2, 0.12), run('new', 1, 0.11), run('new', 2, 0.13)],
    widths,
  );

  it('gives each arm its mean and interval over seeds, measures of its own in a table of their own', () => {
    // Two values that differ by .02: ± 12.706 x .01.
    expect(report).toContain(
      '| old | 900 | 4 | tables 8 | .1100 ± .1271 | .2200 ± .2541 | .1100 ± .1271 (2) | .2750 ± .3177 | 10 | 2 |',
    );
    expect(report).toContain('| measure | new |\n| --- | --- |\n| gate | 1.5000 ± 6.3531 |');
  });

  it('says how wide the tables and hidden layers of an arm are: the narrowest of them, too', () => {
    expect(report).toContain('| new | 900 | 4 | tables 1–8, hidden 6–12 | .1200');
  });

  it('compares arms seed by seed, and user by user', () => {
    // Both seeds differ by .01; one user by .02, the other not at all.
    expect(report).toContain('| new - old | .0100 ± .0000 (2) | .0000 to .0200 |');
  });

  it('ends with each claim and its verdict', () => {
    expect(report.split('\n\n').at(-1)).toBe(
      '**holds**: New is better.\nnew - old, ndcg@10: +.0100 ± .0000 over 2 seeds',
    );
  });

  it('says so where the effect does not appear', () => {
    expect(
      reportOf(small, [run('old', 1, 0.12), run('old', 2, 0.14), run('new', 1, 0.1), run('new', 2, 0.12)], {}),
    ).toContain('**does not hold**: New is better.');
  });
});
