import { presets } from '../../../model/presets/presets';
import { describe, expect, it } from 'vitest';
import {
  figuresPerUser,
  listedFigures,
  type BaselineRun,
  type DatasetLine,
  type DatasetRun,
  type FiguresPerUser,
} from './datasets-record';
import { datasetsTables } from './datasets-table';
import { refuseOther } from './record';
import { comparedWith, paramsOf, trialName, trialsOf, type Trial } from './trials';

/** Of 100 users the first `hits` find their item, all at rank 1. */
const perUser = (hits: number): FiguresPerUser => ({
  users: 100,
  above: Array.from({ length: hits }, (_, user) => [user, 1, 1, 1]),
});
const metrics = (hits: number) => ({
  'hr@10': hits / 100,
  'recall@10': hits / 100,
  'ndcg@10': hits / 100,
  'coverage@10': 0.5,
  'headShare@10': 0.25,
});
const counted: BaselineRun = {
  kind: 'baselines',
  set: 'log',
  split: 'leave-last-out',
  users: 120,
  testUsers: 100,
  items: 3650,
  pairs: 90274,
  baselines: {
    popularity: { metrics: metrics(5), perUser: perUser(5) },
    ease: { metrics: metrics(12), perUser: perUser(12) },
  },
};
const run = (preset: string, seed: number, hits: number, change: Partial<DatasetRun> = {}): DatasetRun => ({
  kind: 'run',
  set: 'log',
  split: 'leave-last-out',
  preset,
  variant: 'fields',
  seed,
  mark: 'm',
  parameters: 12_345,
  indexWidth: 64,
  validation: 0.1,
  bestStep: 300,
  steps: 700,
  stepsPerEpoch: 100,
  seconds: 9,
  adapter: 'llvmpipe',
  metrics: metrics(hits),
  perUser: perUser(hits),
  ...change,
});
const SETS = [
  { id: 'log', pytorch: [0.1475, 0.0663] },
  { id: 'other', pytorch: [0.1, 0.1] },
] as const;
const report = (
  flags: Parameters<typeof trialsOf>[0],
  lines: readonly DatasetLine[],
  split: DatasetRun['split'] = 'leave-last-out',
) => datasetsTables(SETS, split, trialsOf(flags), lines).split('\n\n');
const cells = (row: string | undefined): string[] =>
  row
    ?.split('|')
    .slice(1, -1)
    .map((cell) => cell.trim()) ?? [];
const rowOf = (table: string | undefined, name: string): string[] =>
  cells(table?.split('\n').find((row) => row.startsWith(`| ${name} |`)));

describe('the tables of the reference logs', () => {
  const lines = [
    counted,
    run('two-tower', 1, 30),
    run('two-tower', 2, 30),
    run('classic', 1, 12),
    run('senet', 1, 30),
    run('two-tower', 1, 3, { variant: 'ids' }),
  ];
  const [about, , overview, heading, table, undecided] = report(
    { presets: 'two-tower,classic,senet', 'ids-only': true },
    lines,
  );

  it('say what the intervals are of, and leave out a log that was not read', () => {
    expect(about).toBe(
      "Split leave-last-out. Means over seeds with 95 % intervals over users and seeds together (1000 resamples); ▲ above the log's best baseline, ▼ below, ≈ not told apart. llvmpipe.",
    );
    expect(cells(overview?.split('\n')[0])).toEqual(['', 'log']);
    expect(rowOf(overview, 'users (tested) / items / pairs')[1]).toBe('120 (100) / 3650 / 90274');
    expect(rowOf(overview, 'Two-tower (PyTorch), ids only, one seed')[1]).toBe('.1475 / .0663');
    expect(heading).toBe('### log');
    expect(report({}, [])).toEqual(['No log has been read yet.']);
  });

  it('give a rate of hits over n users the interval of one, with a sign for its difference from the best baseline', () => {
    // sqrt(.3 x .7 / 100) = .0458: twice it is .0898 on either side.
    const [, cell = ''] = rowOf(overview, 'two-tower');
    expect(cell).toMatch(/^\.3000 ± \.0[89]\d\d ▲ \/ \.3000 ± \.0[89]\d\d ▲ \(2\)$/);
    expect(rowOf(overview, 'EASE')[1]).toMatch(/^\.1200 ± \.0[567]\d\d \/ \.1200 ± \.0[567]\d\d$/);
    expect(rowOf(overview, 'two-tower, ids only')[1]).toMatch(/^\.0300 ± .+ ▼ \/ .+ ▼ \(1\)$/);
    expect(rowOf(overview, 'ItemKNN')[1]).toBeUndefined();
  });

  it('have the baselines that a later line adds, and compare with the best of all', () => {
    const later = { ...counted, baselines: { ials: { metrics: metrics(20), perUser: perUser(20) } } };
    const [, , added, , own] = report({}, [...lines, later]);
    expect([rowOf(added, 'EASE')[1], rowOf(added, 'iALS')[1]].map((cell) => cell?.slice(0, 5))).toEqual([
      '.1200',
      '.2000',
    ]);
    expect(rowOf(own, 'two-tower')[2]?.slice(0, 6)).toBe('+.1000');
  });

  it('pair differences by user: 18 of 100 users more than EASE, as many as the plain towers', () => {
    const [name, hr, fromBaseline, fromPlain] = rowOf(table, 'senet');
    expect([name, hr?.slice(0, 5), fromBaseline?.slice(0, 6), fromPlain]).toEqual([
      'senet',
      '.3000',
      '+.1800',
      '+.0000 (+.0000 to +.0000) ≈',
    ]);
    expect(fromBaseline).toMatch(/ ▲$/);
    expect(rowOf(table, 'two-tower').slice(3, 4)).toEqual(['–']);
    expect(rowOf(table, 'classic').slice(2, 3)).toEqual(['+.0000 (+.0000 to +.0000) ≈']);
    expect(cells(table?.split('\n')[0]).slice(0, 4)).toEqual(['', 'HR@10', '− EASE', '− two-tower']);
  });

  it('have the parameters, and the epochs to the weights that are kept and in all', () => {
    expect(rowOf(table, 'senet').slice(-4)).toEqual(['.5000 / .2500', '12,345', '3.0 (7.0)', '1']);
    expect(rowOf(table, 'EASE').slice(-3)).toEqual(['–', '–', '–']);
  });

  it('say in a line which differences are none', () => {
    expect(undecided).toBe(
      'No difference is shown between classic and EASE (HR@10), classic and EASE (NDCG@10), senet and two-tower (HR@10), senet and two-tower (NDCG@10).',
    );
  });

  it('keep runs of a changed graph apart from those of the preset as it stands, and those with a table of user ids', () => {
    const runs = [
      counted,
      run('mind', 1, 20, { params: 'interests.count=1' }),
      run('mind', 1, 15),
      run('two-tower', 1, 30),
      run('two-tower', 1, 22, { userId: 64 }),
    ];
    const names = (flags: Parameters<typeof trialsOf>[0]) =>
      report(flags, runs)[4]
        ?.split('\n')
        .slice(4)
        .map((row) =>
          cells(row)
            .slice(0, 2)
            .map((cell) => cell.split(' ±')[0]),
        );
    expect(names({ presets: 'mind' })).toEqual([['mind', '.1500']]);
    expect(names({ presets: 'mind', params: [{ node: 'interests', name: 'count', value: 1 }] })).toEqual([
      ['mind, interests.count=1', '.2000'],
    ]);
    expect(names({ presets: 'two-tower', 'user-id': 64 })).toEqual([
      ['two-tower', '.3000'],
      ['two-tower, user id 64 wide', '.2200'],
    ]);
  });

  it('give the differences from another row where one is named', () => {
    const trials = trialsOf({ presets: 'two-tower,classic,senet' });
    const text = datasetsTables(SETS, 'leave-last-out', trials, lines, 'classic');
    const own = text.split('\n\n')[4];
    expect(cells(own?.split('\n')[0]).slice(1, 4)).toEqual(['HR@10', '− EASE', '− classic']);
    expect(rowOf(own, 'senet')[3]?.slice(0, 6)).toBe('+.1800');
    expect(rowOf(own, 'classic')[3]).toBe('–');
    expect(comparedWith('classic', trials)).toBe('classic');
    expect(comparedWith(undefined, [])).toBe('two-tower');
    expect(() => comparedWith('mind', trials)).toThrow(
      '--against: no row is "mind"; the rows are two-tower; classic; senet',
    );
  });

  it('of another split have no reference row', () => {
    expect(
      rowOf(report({}, [{ ...counted, split: 'time' }], 'time')[2], 'Two-tower (PyTorch), ids only, one seed'),
    ).toEqual([]);
  });

  it('know the presets', () => {
    expect(() => trialsOf({ presets: 'two-tower,senat' })).toThrow(
      `--presets: unknown preset "senat"; the presets are ${[...presets.keys()].join(', ')}`,
    );
    expect(trialsOf({}).map((trial: Trial) => trial.variant)).toEqual(['fields']);
    expect(trialsOf({ 'ids-only': true }).map((trial: Trial) => trial.variant)).toEqual(['ids', 'fields']);
    expect(trialsOf({ presets: 'senet', 'recent-popularity': true }).map(trialName)).toEqual([
      'senet',
      'senet, recent popularity',
    ]);
    // The node that is added is not there without it.
    const params = [
      { node: 'recent-popularity', name: 'snapshots', value: 512 },
      { node: 'user-mlp', name: 'widths', value: [8] },
    ];
    const flags = { presets: 'senet', 'recent-popularity': true, params } as const;
    const trials = trialsOf(flags);
    expect(trials.map(trialName)).toEqual([
      'senet, user-mlp.widths=[8]',
      'senet, recent-popularity.snapshots=512,user-mlp.widths=[8], recent popularity',
    ]);
    expect(trials.map((trial) => paramsOf(trial, flags))).toEqual([[params[1]], params]);
    const alone = { presets: 'recent-popularity', params: params.slice(0, 1) } as const;
    expect(trialsOf(alone).map((trial) => paramsOf(trial, alone))).toEqual([alone.params]);
  });
});

describe('a line of the record', () => {
  it('of another version of the preset is refused by name, and no other is', () => {
    const asked = { preset: 'two-tower', variant: 'fields', set: 'log', split: 'leave-last-out', mark: 'new' } as const;
    expect(() => refuseOther([counted, run('two-tower', 1, 30)], asked)).toThrow(
      '--record: its runs of "two-tower" on log are of another version of the preset or the data; take another file',
    );
    for (const other of [
      { mark: 'new' },
      { set: 'other' },
      { split: 'time' },
      { userId: 64 },
      { variant: 'ids' },
    ] as const) {
      expect(() => refuseOther([counted, run('two-tower', 1, 30, other)], asked)).not.toThrow();
    }
  });

  it('lists the figures of the users of whom some are above 0, to four digits', () => {
    const figures = {
      'hr@10': Float32Array.of(0, 1, 0.5),
      'recall@10': Float32Array.of(0, 1 / 3, 0.5),
      'ndcg@10': Float32Array.of(0, 0.63093, 0),
    };
    const listed = listedFigures(figures);
    expect(listed).toEqual({
      users: 3,
      above: [
        [1, 1, 0.3333, 0.6309],
        [2, 0.5, 0.5, 0],
      ],
    });
    expect(figuresPerUser(listed, 'recall@10')).toEqual(Float32Array.of(0, 0.3333, 0.5));
  });
});
