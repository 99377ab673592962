/** The headless lab as a person starts it: exit codes, stdout and stderr of the real program on a small log. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../lab/protocol';
import type { Run } from '../lab/runs/run';
import type { TowerGraph } from '../model/document/graph';
import type { MeasuredTimes } from '../model/document/params';
import type { VectorsFile } from '../lab/transfer/export-vectors';
import type { InterestsOverall } from '../lab/evaluate/overall';
import { lab, writeLog } from './testing';
import { rankers } from '../lab/rankers/rankers';

/** What is told of files before and after they are loaded. */
const READ = /^(log|columns|items|users|time|rows|left) {2,}/;

let folder = '';
let log = '';
let items = '';
let weights = '';
/** Where the device is not what is asked about: nothing is compiled for it. */
const ON_CPU = ['--device', 'cpu'] as const;
const files = () => ['--log', log, '--items', items];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
  ({ log, items } = writeLog(folder));
  weights = join(folder, 'weights.json');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('runs in a folder', () => {
  it('are written by train and listed by runs; a file that cannot be read is named', () => {
    const dir = join(folder, 'runs');
    const common = ['--world', 'bookshop', '--events', '600', '--batch', '64', '--run-dir', dir, '--json', ...ON_CPU];
    const seeds = ['1', '2'];
    for (const seed of seeds) expect(lab('train', ...common, '--steps', '3', '--seed', seed).status).toBe(0);
    const files = readdirSync(dir).filter((name) => name.endsWith('.run.json'));
    expect(files).toHaveLength(2);
    // Nobody asked for their weights: they stay with the runs, and can be had later.
    expect(readdirSync(dir)).toEqual(
      files.flatMap((name) => [name.replace('.run.json', '.checkpoint'), name]).toSorted(),
    );
    const out = join(dir, 'later.json');
    const [{ metrics }, id] = [
      (JSON.parse(readFileSync(join(dir, files[0]!), 'utf8')) as Run).result!,
      files[0]!.split('.')[0]!,
    ];
    const later = lab('train', '--resume', id, '--run-dir', dir, '--out', out, '--json', ...ON_CPU);
    expect(JSON.parse(later.stdout)).toMatchObject({ metrics, steps: 3, weights: out });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ run: { steps: 3, metrics } });
    writeFileSync(join(dir, 'half.run.json'), readFileSync(join(dir, files[0]!), 'utf8').slice(0, 200));
    const listed = lab('runs', '--run-dir', dir, '--json');
    expect(listed.status).toBe(0);
    expect(listed.said).toEqual([expect.stringMatching(/^half\.run\.json: This file of a run is damaged/)]);
    const { runs } = JSON.parse(listed.stdout) as { runs: Run[] };
    expect(runs.map(({ settings: { seed } }) => String(seed)).sort()).toEqual(seeds);
    for (const run of runs) {
      expect(run).toMatchObject({ status: 'finished', data: { name: 'bookshop' }, result: { steps: 3 } });
      expect(run.result!.metrics['hr@10']).toBeGreaterThanOrEqual(0);
    }
    const [, first] = lab('runs', '--run-dir', dir).stdout.split('\n');
    expect(first).toMatch(/finished +3 /);
    expect(lab('runs', '--run-dir', join(folder, 'nowhere'))).toMatchObject({ status: 2, stdout: '' });
    expect(lab('train', ...common.slice(0, 6), '--run-dir', log)).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('what fields cost', () => {
  it('is measured by train before it begins, said, in the weights file, and in the list of select', () => {
    const out = join(folder, 'selecting.json');
    const data = ['--world', 'bookshop', '--events', '600', '--json', ...ON_CPU];
    const how = ['--preset', 'fscd', '--dim', '8', '--steps', '1', '--batch', '32', '--baselines', 'fast'];
    const { status, stdout, said } = lab('train', ...data, ...how, '--measure-fields', '--out', out);
    expect(status).toBe(0);
    const { fieldTimes, adapter } = JSON.parse(stdout) as { fieldTimes: Answer<'fieldTimes'>; adapter: string };
    expect(fieldTimes.adapter).toBe(adapter);
    const timed = fieldTimes.gates.flatMap(({ gate, fields }) => fields.map((field) => ({ gate, ...field })));
    expect(timed.length).toBeGreaterThan(3);
    for (const { field, gate } of timed)
      expect(said.some((line) => line.startsWith(field) && line.includes(gate))).toBe(true);
    const { graph } = JSON.parse(readFileSync(out, 'utf8')) as { graph: TowerGraph };
    const charged = graph.nodes.flatMap(({ id, params }) =>
      Object.keys((params['measured'] as MeasuredTimes | undefined)?.times ?? {}).map((field) => [id, field]),
    );
    expect(charged).toEqual(timed.map(({ gate, field }) => [gate, field]));
    const selected = lab('select', ...data.filter((flag) => flag !== '--json'), '--weights', out, '--shuffles', '1');
    expect(selected.stdout).toContain('µs per row');
    expect(lab('train', ...data, '--steps', '1', '--measure-fields')).toMatchObject({ status: 1, stdout: '' });
  });
});

describe('train, evaluate, vectors and retrieve', () => {
  interface Printed {
    metrics: Record<string, number>;
    baselines: Record<string, Record<string, number>>;
    testUsers: number;
    items: number;
    loss: { first: number; last: number };
  }

  it('prints one JSON object with every figure, and weights that evaluate to the same figures', () => {
    const trained = lab(
      'train',
      ...files(),
      '--columns',
      'user=reader,item=book,time=time',
      '--steps',
      '12',
      '--batch',
      '64',
      '--seed',
      '3',
      '--out',
      weights,
      '--json',
    );
    expect(trained.status).toBe(0);
    expect(trained.said.filter((line) => READ.test(line)).map((line) => line.split(' ')[0])).toEqual([
      'log',
      'columns',
      'items',
      'time',
      'rows',
      'left',
    ]);
    const report = JSON.parse(trained.stdout) as Printed;
    expect(report).toMatchObject({
      preset: 'two-tower',
      seed: 3,
      steps: 12,
      weights,
      protocol: { split: 'leave-last-out', minItemEvents: 5, minUserEvents: 3 },
    });
    expect(Object.keys(report).sort()).toEqual([
      'adapter',
      'agreement',
      'baselines',
      'dataset',
      'epochs',
      'fieldTimes',
      'items',
      'keptStage',
      'leftOut',
      'loss',
      'metrics',
      'pairs',
      'params',
      'preset',
      'protocol',
      'read',
      'rowWeights',
      'rows',
      'seed',
      'speed',
      'stage',
      'steps',
      'teacherScaling',
      'testPairs',
      'testUsers',
      'trainingRows',
      'users',
      'weights',
    ]);
    // Nothing is shown here that was not taken.
    const beside = rankers.filter(({ needs }) => !needs.shown).map(({ id }) => id);
    expect(Object.keys(report.baselines)).toEqual([...beside, 'chosen']);
    for (const key of ['hr@10', 'recall@10', 'ndcg@10', 'mrr', 'hr@50', 'coverage@10'])
      expect(report.metrics[key]).toBeGreaterThanOrEqual(0);
    expect(report.loss.last).toBeLessThan(report.loss.first);

    const evaluated = lab('evaluate', '--weights', weights, ...files(), '--json');
    expect(evaluated.status).toBe(0);
    const again = JSON.parse(evaluated.stdout) as Printed;
    expect(again.metrics).toEqual(report.metrics);
    expect(again.baselines).toEqual(report.baselines);

    const byInterest = lab('evaluate', '--weights', weights, ...files(), '--per-interest', '-k', '10', '--json');
    expect(byInterest.status).toBe(0);
    const { users, alone, merged } = JSON.parse(byInterest.stdout) as InterestsOverall;
    // Of a model with one vector the list of its only interest is what is served.
    expect(alone).toEqual([{ interest: 0, users, figures: merged }]);
    expect(merged.coverage).toBe(report.metrics['coverage@10']);
    expect(merged.headShare).toBe(report.metrics['headShare@10']);
    expect(lab('evaluate', '--weights', weights, ...files(), '--per-interest').stdout).toMatch(
      /^Top 20 of each list\. Leave-last-out.*\n(?:.*\n)*List +Users +Recall +Coverage +Head share +Rarest\nMerged/,
    );

    const out = join(folder, 'vectors.json');
    const exported = lab('vectors', '--weights', weights, ...files(), '--as-of', 'test', '--out', out, '--json');
    expect(exported.status).toBe(0);
    const { testUsers, items: count } = report;
    expect(JSON.parse(exported.stdout)).toMatchObject({ file: out, asOf: 'test', users: testUsers, items: count });
    const vectors = JSON.parse(readFileSync(out, 'utf8')) as VectorsFile;
    expect(vectors).toMatchObject({ format: 'tower-lab/vectors', version: 1, asOf: 'test' });
    expect([vectors.users.ids, vectors.users.targets, vectors.users.removed].map((list) => list?.length)).toEqual([
      testUsers,
      testUsers,
      testUsers,
    ]);

    const reader = readFileSync(log, 'utf8').split('\r\n')[1]!.split(',')[0]!;
    const retrieved = lab('retrieve', '--weights', weights, ...files(), '--user', reader, '-k', '5', '--json');
    expect(retrieved.status).toBe(0);
    const { userId, model } = JSON.parse(retrieved.stdout) as { userId: string; model: { score: number }[] };
    expect(userId).toBe(reader);
    expect(model).toHaveLength(5);
    expect(model.map(({ score }) => score)).toEqual(model.map(({ score }) => score).toSorted((a, b) => b - a));
  });

  it('says that zeros of a label are trained as positives, until a filter leaves them out', () => {
    // The readers of this world like some of their books.
    const train = (...flags: string[]) =>
      lab('train', '--log', log, '--steps', '1', '--json', ...ON_CPU, ...flags).said;
    expect(train()).toContainEqual(
      expect.stringMatching(/^Rows with liked = 0 \([\d,]+ of [\d,]+\) are trained as positives too\. /),
    );
    expect(train('--where', 'liked >= 0')).not.toContainEqual(expect.stringContaining('positives'));
  });

  it('takes a weights file as a graph, with its settings', () => {
    const { status, stdout } = lab('train', ...files(), '--graph', weights, '--steps', '1', '--json', ...ON_CPU);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ preset: null, seed: 3, steps: 1 });
  });
});

describe('a mistake is one line on stderr and exit code 2, with nothing on stdout and nothing written', () => {
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const cases: [string, () => string[], RegExp][] = [
    ['a flag', () => ['train', ...files(), '--sed', '3'], /^lab train: unknown flag --sed; it takes --log /],
    ['a value', () => ['train', ...files(), '--epochs', 'many'], /^--epochs: got "many", takes a whole number/],
    ['a file', () => ['train', '--log', join(folder, 'none.csv')], /^--log: there is no file ".*none\.csv"$/],
    [
      'a column',
      () => ['train', ...files(), '--columns', 'user=nobody'],
      /^--log ".*": There is no column “nobody”\. The file has: reader, book, time/,
    ],
    [
      'a role',
      () => ['train', ...files(), '--columns', 'reader=user'],
      /^--columns: "reader=user" does not say role=column; roles are user, item, /,
    ],
    [
      'a filter',
      () => ['train', ...files(), '--where', 'shelf=1'],
      /^--log ".*": The condition “shelf=1” names “shelf”/,
    ],
    [
      'positives of a random split',
      () => ['train', ...files(), '--positives', 'reader!=nobody', '--split', 'random'],
      /^--log ".*": A random split has no before and after.* or --where reader!=nobody in place of --positives\./,
    ],
    [
      'a filter that compares with a word',
      () => ['train', ...files(), '--where', 'time>noon'],
      /^--log ".*": The condition “.*noon” compares with >, and “noon” is not a number\./,
    ],
    ['an empty file', () => ['train', '--log', write('empty.csv', '')], /^--log ".*empty\.csv": This file is empty/],
    [
      'a preset',
      () => ['train', ...files(), '--preset', 'three-tower'],
      /^--preset: unknown preset "three-tower"; the presets are .*two-tower/,
    ],
    [
      'a parameter',
      () => ['train', ...files(), '--params', 'interests.count=1'],
      /^--params: the graph has no node "interests"; its nodes are /,
    ],
    [
      'a world',
      () => ['train', '--world', 'bokshop'],
      /^lab train: unknown world "bokshop"; the worlds are .*bookshop/,
    ],
    [
      'a graph',
      () => ['train', ...files(), '--graph', write('graph.json', '{"format":"tower-lab/graph","version":1}')],
      /^--graph ".*graph\.json": /,
    ],
    [
      'a graph of a newer version',
      () => ['train', ...files(), '--graph', write('new.json', '{"format":"tower-lab/graph","version":77}')],
      /^--graph ".*new\.json": version: This was written by a newer Tower Lab, with version 77 of its format/,
    ],
    [
      'weights of a newer version',
      () => ['evaluate', ...files(), '--weights', write('newer.json', '{"format":"tower-lab/weights","version":77}')],
      /^--weights ".*newer\.json": This file was written by a newer Tower Lab, with version 77 of its format/,
    ],
    [
      'cut weights',
      () => ['evaluate', ...files(), '--weights', write('cut.json', readFileSync(weights, 'utf8').slice(0, 5000))],
      /^--weights ".*cut\.json": This file is incomplete/,
    ],
    [
      'a user',
      () => ['retrieve', ...files(), '--weights', weights, '--user', 'nobody'],
      /^--user: no user "nobody" is left/,
    ],
    [
      'a moment',
      () => ['vectors', ...files(), '--weights', weights, '--out', join(folder, 'never.json'), '--as-of', 'now'],
      /^--as-of: got "now", takes end or test$/,
    ],
    [
      'a place to write',
      () => ['train', ...files(), '--out', join(folder, 'none', 'w.json')],
      /^--out: there is no folder ".*none" to write "w\.json" into$/,
    ],
  ];
  it.each(cases)('%s', (_, args, message) => {
    const line = args();
    const before = readdirSync(folder).sort();
    const { status, stdout, said } = lab(
      ...line,
      ...(line[0] === 'train' && !line.includes('--out') ? ['--out', join(folder, 'never.json')] : []),
    );
    expect(said.at(-1)).toMatch(message);
    expect(
      said.slice(0, -1).every((line) => /^(preparing|ready|done)/.test(line) || READ.test(line)),
      said.join('\n'),
    ).toBe(true);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});
