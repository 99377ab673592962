/** A model beside a ranker on the command line, at the end of a training or by itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgreementFound } from '../lab/commands/agreement';
import type { Metrics } from '../lab/evaluate/metrics';
import { agreementOf } from './beside-ranker';
import { lab } from './testing';

/** No test here is about the device: nothing is compiled for one. */
const ON_CPU = ['--device', 'cpu'];
const world = [...'--world bookshop --events 600'.split(' '), ...ON_CPU];
const short = '--batch 64 --steps 6 --dim 8 --baselines none'.split(' ');
let folder = '';
let [towers, ranker] = ['', ''];

interface Printed {
  metrics: Metrics;
  agreement: AgreementFound[];
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-ranker-'));
  [towers, ranker] = [join(folder, 'towers.json'), join(folder, 'ranker.json')];
  expect(lab('train', ...world, ...short, '--preset', 'din', '--out', ranker).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('--ranker', () => {
  it('compares what was trained with the weights of a file, and says the same of exported weights', () => {
    const trained = lab('train', ...world, ...short, '--out', towers, '--ranker', ranker, '--json');
    expect(trained.status, trained.said.join('\n')).toBe(0);
    const { metrics, agreement } = JSON.parse(trained.stdout) as Printed;
    const [found] = agreement;
    expect(found).toMatchObject({ kind: 'model', title: 'Ranker with target attention', depth: 100 });
    for (const { k, model } of found!.at) {
      expect(model.hr.mean, String(k)).toBeCloseTo(metrics[`hr@${k}`]!, 6);
      expect(model.ndcg.mean).toBeCloseTo(metrics[`ndcg@${k}`]!, 6);
    }
    const { overlap } = found!.at[0]!;
    expect(overlap.value!.mean).toBeGreaterThan(0);
    expect(overlap.value!.mean).toBeLessThan(1);
    expect(overlap.value!.half).toBeGreaterThan(0);

    const evaluate = ['evaluate', '--weights', towers, ...world, '--baselines', 'none'];
    const alone = JSON.parse(lab(...evaluate, '--ranker', ranker, '--json').stdout) as Printed;
    expect(alone.agreement[0]!.correlation.value!.mean).toBeCloseTo(found!.correlation.value!.mean, 6);
    expect(alone.agreement[0]!.at[0]!.overlap.value!.mean).toBeCloseTo(overlap.value!.mean, 6);

    const itself = lab(...evaluate, '--ranker', towers);
    expect(itself.stdout).toMatch(/^Overlap@10 +– +– +1\.0000 ± 0\.0000 +\d+$/m);
    expect(itself.stdout).toMatch(/^Rank correlation +– +– +1\.0000 ± 0\.0000 +\d+$/m);
    const [, own, theirs] = /^HR@10 +(.+?) {2,}(.+?) {2,}–/m.exec(itself.stdout)!;
    expect(own).toBe(theirs);
    expect((JSON.parse(lab(...evaluate, '--json').stdout) as Printed).agreement).toEqual([]);
  });

  it('refuses before the training weights that the data cannot have, and what is no file of weights', () => {
    const other = ['--world', 'paints', '--events', '600', ...short];
    const refused = lab('train', ...other, '--ranker', ranker);
    expect([refused.status, refused.said.at(-1)]).toEqual([
      2,
      expect.stringContaining(`--ranker "${ranker}": These weights were trained on other data`),
    ]);
    expect(refused.said.join('\n')).not.toMatch(/step 1\b/);
    const missing = lab('evaluate', '--weights', ranker, ...world, '--ranker', join(folder, 'none.json'));
    expect([missing.status, missing.said.at(-1)]).toEqual([2, expect.stringContaining('--ranker: there is no file')]);
    const both = lab('evaluate', '--weights', ranker, ...world, '--ranker', ranker, '--per-interest');
    expect([both.status, both.said.at(-1)]).toEqual([2, expect.stringMatching(/--per-interest and --ranker exclude/)]);
  });

  it('says once that a file is of other data of the same fields', () => {
    const logs = [240, 260].map((rows) => {
      const path = join(folder, `${rows}.csv`);
      const lines = Array.from({ length: rows }, (_, at) => `u${at % 20},i${(at * 7) % 41},${1_600_000_000 + at * 60}`);
      writeFileSync(path, `user,item,time\n${lines.join('\n')}\n`);
      return ['--log', path, '--min-item-events', '1', '--min-user-events', '1', ...ON_CPU];
    });
    const weights = ['own', 'other'].map((name) => join(folder, `${name}.json`));
    logs.forEach((log, at) => expect(lab('train', ...log, ...short, '--out', weights[at]!).status).toBe(0));
    const { status, said } = lab(
      'evaluate',
      '--weights',
      weights[0]!,
      ...logs[0]!,
      '--baselines',
      'none',
      '--ranker',
      weights[1]!,
    );
    expect([status, said.filter((line) => line.startsWith('--ranker'))]).toEqual([
      0,
      [expect.stringContaining(`--ranker "${weights[1]}": `)],
    ]);
  });
});

describe('--scores', () => {
  it('compares with a label column, and refuses what is none', () => {
    const log = join(folder, 'log.csv');
    const rows = Array.from({ length: 480 }, (_, at) => {
      const item = (at * 7 + Math.floor(at / 20)) % 40;
      return `u${at % 20},i${item},${1_600_000_000 + at * 3600},${Number(Math.floor(at / 20) % 8 === 0)},${(item * 13) % 17}`;
    });
    writeFileSync(log, `user,item,time,is_click,score\n${rows.join('\n')}\n`);
    const read = `--log ${log} --positives is_click=1 --columns label=score --min-item-events 1 --min-user-events 1`;
    const data = [...read.split(' '), ...ON_CPU];
    const weights = join(folder, 'own-log.json');
    const trained = lab('train', ...data, ...short, '--out', weights, '--scores', 'score', '--json');
    expect(trained.status, trained.said.join('\n')).toBe(0);
    const { agreement } = JSON.parse(trained.stdout) as Printed;
    expect(agreement).toMatchObject([
      { kind: 'column', title: 'score', depth: null, at: [{ k: 10, ranker: null }, {}, {}, {}] },
    ]);
    expect(agreement[0]!.scored!.users).toBeGreaterThan(0);
    const refused = lab('evaluate', '--weights', weights, ...data, '--scores', 'other');
    expect([refused.status, refused.said.at(-1)]).toEqual([2, expect.stringMatching(/"other".*is_click, score/)]);
  });
});

it('what was answered stands beside what went wrong, which is for after the report', async () => {
  const failed = new Error('no');
  const asked = [{ column: 'a' }, { column: 'b' }, { column: 'c' }];
  const ask = async (_: string, { ranker }: { ranker: { column: string } }) => {
    if (ranker.column === 'b') throw failed;
    return ranker.column;
  };
  const asking = { ask } as unknown as Parameters<typeof agreementOf>[0];
  expect(await agreementOf(asking, asked)).toEqual({ agreement: ['a'], unanswered: failed });
  expect(await agreementOf(asking, asked.slice(0, 1))).toEqual({ agreement: ['a'], unanswered: null });
});
