/** A funnel of presets, which are trained first: the figures are those of weights files that were trained alike. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FunnelFound } from '../lab/commands/funnel';
import { lab, program } from './testing';

type Printed = FunnelFound & {
  files: string[][];
  trained: { preset: string; run: string; seed: number; step: number }[];
};

/** No test here is about the device: nothing is compiled for one. */
const world = ['--world', 'bookshop', '--events', '600', '--device', 'cpu'];
const short = '--batch 64 --steps 3 --dim 8 --seed 5'.split(' ');
let folder = '';
let towers = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-funnel-presets-'));
  towers = join(folder, 'towers.json');
  expect(lab('train', ...world, ...short, '--baselines', 'none', '--out', towers).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

const printed = (...args: string[]): { found: Printed; said: string[] } => {
  const { status, stdout, said } = lab('funnel', ...world, ...args, '--json');
  expect(status, said.join('\n')).toBe(0);
  return { found: JSON.parse(stdout) as Printed, said };
};
const untimed = ({ stages, metrics }: Printed) => [stages.map((stage) => ({ ...stage, milliseconds: 0 })), metrics];
const runsTrained = (said: readonly string[]): string[] => said.filter((line) => /: run \d of \d$/.test(line));

describe('presets as stages', () => {
  it('are each trained once, with the flags of training, and stand as weights files of them would', () => {
    const ranker = join(folder, 'pre-ranker.json');
    const train = ['--preset', 'pre-ranker', ...short, '--baselines', 'none', '--out', ranker];
    expect(lab('train', ...world, ...train).status).toBe(0);
    const { found, said } = printed('--stages', '2*two-tower+pre-ranker=20,two-tower=10,pre-ranker=5', ...short);
    expect(runsTrained(said)).toEqual(['two-tower: run 1 of 2', 'pre-ranker: run 2 of 2']);
    expect(said.join('\n'), 'a preset at two stages is no mistake').not.toContain('stand twice');
    expect(found.trained).toMatchObject([
      { preset: 'two-tower', seed: 5, step: 3 },
      { preset: 'pre-ranker', seed: 5, step: 3 },
    ]);
    const ofFiles = printed('--stages', `2*${towers}+${ranker}=20,${towers}=10,${ranker}=5`);
    expect(untimed(found)).toEqual(untimed(ofFiles.found));
    expect(ofFiles.found.trained).toEqual([]);
  });

  it('stand beside weights files, of which one goes before a preset of its name', () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    copyFileSync(towers, join(own, 'mind'));
    const args = ['funnel', ...world, ...short, '--stages', 'mind=20,pre-ranker=5', '--json'];
    const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: own });
    const { titles, trained } = JSON.parse(stdout) as Printed;
    expect([titles[0], trained.map(({ preset }) => preset)], stderr).toEqual([['Two towers'], ['pre-ranker']]);
  });

  it('stand before a file of scores, which orders what they hand on', () => {
    const candidates = join(folder, 'candidates.csv');
    const stages = 'two-tower=20,pre-ranker=10';
    const handed = printed('--stages', stages, ...short, '--out', candidates);
    const scores = join(folder, 'as-handed.csv');
    const pairs = readFileSync(candidates, 'utf8').trim().split(/\r?\n/).slice(1);
    writeFileSync(scores, `user,item,score\n${pairs.map((pair, at) => `${pair},${-at}\n`).join('')}`);
    const { found } = printed('--stages', `${stages},${scores}=10`, ...short);
    expect(found.reordered).toMatchObject({ file: 'as-handed.csv', scored: 1, keep: 10 });
    expect(found.metrics).toEqual(handed.found.metrics);
  });

  it('are the standard funnel where none are named; what the folder has is not trained again', () => {
    const runs = join(folder, 'runs');
    const first = printed(...short, '--run-dir', runs);
    expect(first.said).toContain('--stages: mind+two-tower=20,two-tower=10,pre-ranker=10');
    expect(first.found.files).toEqual([['mind', 'two-tower'], ['two-tower'], ['pre-ranker']]);
    expect(first.found.stages.map(({ keep }) => keep)).toEqual([20, 10, 10]);
    expect(runsTrained(first.said)).toHaveLength(3);

    const again = printed(...short, '--run-dir', runs);
    expect(runsTrained(again.said)).toEqual([]);
    expect(untimed(again.found)).toEqual(untimed(first.found));
    // Its weights lie elsewhere then.
    const [gone] = readdirSync(runs).filter((file) => file.endsWith('.checkpoint'));
    rmSync(join(runs, gone!));
    expect(runsTrained(printed(...short, '--run-dir', runs).said)).toHaveLength(1);
  });
});

describe('what cannot be trained is refused in one line, before anything is', () => {
  const untimedLog = (): string[] => {
    const log = join(folder, 'no-time.csv');
    const rows = Array.from({ length: 240 }, (_, at) => `u${at % 20},i${(at * 7 + Math.floor(at / 20)) % 40}`);
    writeFileSync(log, `user,item\n${rows.join('\n')}\n`);
    return ['--log', log, '--split', 'random', '--min-item-events', '1'];
  };
  it.each([
    ['two-tower=20,prerank=5', /^--stages: "prerank" is neither a file nor a preset; the presets are two-tower, /],
    ['two-tower=20,gone.json=5', /^--stages: there is no file "gone\.json"$/],
    ['two-tower=5,pre-ranker=20', /none above the one before$/],
    ['two-tower=20,pre-ranker=5 --user nobody', /^--user: no user "nobody" is left/],
    ['two-tower=20,pre-ranker=5 --scores score', /^--scores: "score" is no column/],
  ])('%s', (given, reason) => {
    const { status, stdout, said } = lab('funnel', ...world, ...short, '--stages', ...given.split(' '));
    expect([status, stdout, said.at(-1)]).toEqual([2, '', expect.stringMatching(reason)]);
    expect(runsTrained(said)).toEqual([]);
  });

  it('a preset that the log cannot carry, also behind others, and weights of other data', () => {
    const of = (stages: string) => lab('funnel', ...untimedLog(), ...short, '--stages', stages);
    const timeless = of('two-tower=20,mind=5');
    expect([timeless.status, timeless.said.at(-1)]).toEqual([
      2,
      '--stages: the preset "mind": This needs timestamps, which the data does not have.',
    ]);
    const other = of(`two-tower=20,${towers}=5`);
    expect([other.status, other.said.at(-1)]).toEqual([
      2,
      expect.stringContaining(`--stages "${towers}": These weights`),
    ]);
    expect([...runsTrained(timeless.said), ...runsTrained(other.said)]).toEqual([]);
  });

  it.each([
    ['is missing', null, /^--stages: there is no file "[^"]+"$/],
    ['has no numbers', 'user,item,score\nu1,i1,much\nu1,i2,little\n', /^--stages: [^]*“much”/],
    ['has too few columns', 'user,item\nu1,i1\nu1,i2\n', /^--stages: “scores\.csv” /],
    ['is empty', '', /^--stages: “scores\.csv” /],
    ['has no pair of the data', 'user,item,score\nnobody,nothing,1\n', /^--stages: “scores\.csv” has no score/],
  ])('a file of scores behind presets that %s, by the words that it gets behind weights', (_, text, reason) => {
    const own = mkdtempSync(join(folder, 'scores-'));
    const scores = join(own, 'scores.csv');
    if (text !== null) writeFileSync(scores, text);
    const [runs, out] = [join(own, 'runs'), join(own, 'candidates.csv')];
    const stages = `two-tower=20,pre-ranker=10,${scores}=5`;
    const { status, stdout, said } = lab(
      'funnel',
      ...world,
      ...short,
      '--stages',
      stages,
      '--run-dir',
      runs,
      '--out',
      out,
    );
    expect([status, stdout, said.at(-1)]).toEqual([2, '', expect.stringMatching(reason)]);
    expect(said.filter((line) => /^(compiling|training) /.test(line))).toEqual([]);
    expect([existsSync(runs) ? readdirSync(runs) : [], existsSync(out)]).toEqual([[], false]);
    expect(lab('funnel', ...world, '--stages', `${towers}=20,${scores}=5`).said.at(-1)).toBe(said.at(-1));
  });

  it('flags of training where nothing is trained', () => {
    for (const flag of ['--seed', '--run-dir']) {
      const { status, said } = lab('funnel', ...world, '--stages', `${towers}=5`, flag, '1');
      expect([status, said.at(-1)]).toEqual([
        2,
        `lab funnel: ${flag} only goes with presets, and --stages names weights files alone`,
      ]);
    }
  });
});
