/** Stages behind each other on the command line: what the program prints is what the lab in process answers. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FunnelFound } from '../lab/commands/funnel';
import { WORLD_SEED } from './commands/worlds/worlds';
import { openHeadless } from './headless';
import { lab } from './testing';
import type { Lab } from '../lab/protocol';

const EVENTS = 600;
/** No test here is about the device: nothing is compiled for one. */
const world = ['--world', 'bookshop', '--events', String(EVENTS), '--device', 'cpu'];
let folder = '';
let [a, b] = ['', ''];
let host: Lab;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-funnel-'));
  [a, b] = [join(folder, 'a.json'), join(folder, 'b.json')];
  const train = '--batch 64 --steps 8 --dim 8 --baselines none --json'.split(' ');
  for (const [seed, out] of [a, b].entries())
    expect(lab('train', ...world, ...train, '--seed', String(seed + 1), '--out', out).status).toBe(0);
  ({ lab: host } = await openHeadless({ device: 'cpu' }));
  await host.ask('load', { source: { kind: 'world', id: 'bookshop', events: EVENTS, seed: WORLD_SEED } });
});
afterAll(() => {
  host.dispose();
  rmSync(folder, { recursive: true });
});

describe('stages', () => {
  it.each(['quota', 'rrf'] as const)('merge files by their weights and %s', async (rule) => {
    const { status, stdout, said } = lab(
      'funnel',
      '--stages',
      `2*${a}+${b}=40,${b}=10`,
      '--merge',
      rule,
      ...world,
      '--json',
    );
    expect(status, said.join('\n')).toBe(0);
    const source = (file: string, weight: number) => ({ json: readFileSync(file, 'utf8'), weight, byInterest: false });
    const asked = await host.ask('funnel', {
      stages: [
        { sources: [source(a, 2), source(b, 1)], rule, keep: 40 },
        { sources: [source(b, 1)], rule, keep: 10 },
      ],
    });
    const printed = JSON.parse(stdout) as FunnelFound & { files: string[][] };
    expect(printed.files).toEqual([[a, b], [b]]);
    const untimed = ({ stages }: FunnelFound) => stages.map((stage) => ({ ...stage, milliseconds: 0 }));
    expect(untimed(printed)).toEqual(untimed(asked));
    expect(printed.stages[0]!.sources).toHaveLength(2);
  });

  it('say what each merged file gives', () => {
    const { stdout } = lab('funnel', '--stages', `${a}+${b}=40`, ...world);
    expect(stdout).toMatch(
      /1\. Merged[^]*Run +Weight +Recall alone +Recall it adds[^]*1\. .* 50\.0% [^]*2\. .* 50\.0% /,
    );
  });

  it('are told where the same weights stand twice, in one stage or in two', () => {
    const copy = join(folder, 'copy.json');
    copyFileSync(a, copy);
    const { status, said } = lab('funnel', '--stages', `${a}+${b}+${a}=40,${copy}=10`, ...world);
    const twice = (name: string) => `--stages: the same weights stand twice, "${a}" in stage 1 and ${name}`;
    const told = said.filter((line) => line.startsWith('--stages'));
    expect([status, told]).toEqual([0, [twice(`"${a}" in stage 1`), twice(`"${copy}" in stage 2`)]]);
    expect(lab('funnel', '--stages', `${a}=40,${b}=10`, ...world).said.join('\n')).not.toContain('--stages');
  });

  it('of a ranker before towers are told to cost more than they save, and towers before a ranker are not', () => {
    const ranker = join(folder, 'ranker.json');
    const train = '--preset din --batch 32 --steps 1 --dim 4 --baselines none --out'.split(' ');
    expect(lab('train', ...world, ...train, ranker).status).toBe(0);
    const costs =
      /^Beside “(.+)” alone .* against [\d.]+\. The stages before “\1” cost more multiply-adds than they save\.$/m;
    expect(lab('funnel', '--stages', `${ranker}=20,${a}=5`, ...world).stdout).toMatch(costs);
    expect(lab('funnel', '--stages', `${a}=20,${ranker}=5`, ...world).stdout).not.toContain('cost more');
  });

  it('keep no more than there are items, and say so', async () => {
    const { items } = await host.ask('load', {
      source: { kind: 'world', id: 'bookshop', events: EVENTS, seed: WORLD_SEED },
    });
    const { status, stdout, said } = lab('funnel', '--stages', `${a}=1000,${b}=500`, ...world, '--json');
    expect([status, said.at(-1)]).toEqual([
      0,
      `--stages: this data has ${items} items, so no stage keeps more of them`,
    ]);
    const { stages } = JSON.parse(stdout) as FunnelFound;
    expect(stages.map(({ keep }) => keep)).toEqual([items, items]);
    expect(lab('funnel', '--stages', `${a}=${items}`, ...world).said.join('\n')).not.toContain('--stages');
  });

  it.each([
    ['0*a.json+b.json=5', 'takes [WEIGHT*]NAME'],
    ['-1*a.json+b.json=5', 'takes [WEIGHT*]NAME'],
    ['two*a.json=5', 'takes [WEIGHT*]NAME'],
    ['a.json+=5', 'takes [WEIGHT*]NAME'],
    ['a.json=5,b.json=6', 'none above the one before'],
  ])('are refused where %s stands', (given, reason) => {
    const { status, said } = lab('funnel', '--stages', given, ...world);
    expect([status, said.join(' ')]).toEqual([2, expect.stringContaining(reason)]);
  });
});

it('weights that the loaded data cannot have are refused by flag and file, of stages and of a teacher', () => {
  const otherWorld = ['--world', 'bookshop', '--events', String(EVENTS), '--world-seed', '9', '--device', 'cpu'];
  const own = join(folder, 'own-world.json');
  const train = '--batch 64 --steps 1 --dim 4 --baselines none'.split(' ');
  expect(lab('train', ...otherWorld, ...train, '--out', own).status).toBe(0);
  for (const [flag, ...command] of [
    ['--stages', 'funnel', '--stages', `${own}=9,${a}=5`],
    ['--teacher', 'train', '--preset', 'mobius', ...train, '--teacher', a],
  ]) {
    const { status, said } = lab(...command, ...otherWorld);
    const line = `${flag} "${a}": These weights were trained on other data: the field “price” is missing`;
    expect([status, said.at(-1)]).toEqual([2, expect.stringContaining(line)]);
  }
});

describe('a file of scores', () => {
  const scoresOf = (candidates: string, score: (at: number) => string): string =>
    [
      'user,item,score',
      ...candidates
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((pair, at) => `${pair},${score(at)}`),
    ].join('\n');

  it('orders what the stages hand on, by the candidates that they write, and costs what nobody knows', () => {
    const candidates = join(folder, 'candidates.csv');
    const handed = lab('funnel', '--stages', `${a}=20`, ...world, '--out', candidates, '--json');
    expect(handed.status, handed.said.join('\n')).toBe(0);
    const alone = JSON.parse(handed.stdout) as FunnelFound;
    expect(alone).not.toHaveProperty('candidates');
    const pairs = readFileSync(candidates, 'utf8');
    expect(alone.reordered).toBeNull();

    // As they are handed on: nothing changes.
    const same = join(folder, 'same.csv');
    writeFileSync(
      same,
      scoresOf(pairs, (at) => String(-at)),
    );
    // A stage that orders them otherwise in between leaves the same items.
    const asHanded = lab('funnel', '--stages', `${a}=20,${b}=20,${same}=20`, ...world, '--json');
    const { metrics, reordered, besideLast } = JSON.parse(asHanded.stdout) as FunnelFound;
    expect(metrics).toEqual(alone.metrics);
    expect(reordered).toMatchObject({ file: 'same.csv', scored: 1, heldOutScored: 1, keep: 20 });
    expect(reordered!.ordered).toBe(reordered!.users);
    expect(reordered!.after).toEqual(alone.metrics);
    expect(reordered!.before).not.toEqual(alone.metrics);
    expect(besideLast).toBeUndefined();

    const turned = join(folder, 'turned.csv');
    writeFileSync(turned, `${scoresOf(pairs, (at) => String(at))}\nnobody,x,1\n`);
    const { stdout, status } = lab('funnel', '--stages', `${a}=20,${turned}=5`, ...world);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^2\. turned\.csv +20 +5 +0\.\d{4} +0\.\d{4} +– +– +– +not known +not known +not known +not known$/m,
    );
    expect(stdout).toMatch(/100\.0% of the items handed on have a score.*rank correlation of both orders -1\.000/);
    expect(stdout).toContain('1 line has a user that is not in the data.');

    const followed = lab(
      'funnel',
      '--stages',
      `${a}=20,${turned}=5`,
      ...world,
      '--user',
      pairs.split(/\r?\n/)[1]!.split(',')[0]!,
    );
    expect(followed.stdout).toMatch(/2\. turned\.csv/);
  });

  it('that has not all items of a list leaves it as it was, and says so', () => {
    const candidates = join(folder, 'candidates.csv');
    const some = join(folder, 'some.csv');
    const pairs = readFileSync(candidates, 'utf8').trim().split(/\r?\n/).slice(1);
    // Of each list all but its first.
    const userOf = (pair: string | undefined) => pair?.split(',')[0];
    const rest = pairs.filter((pair, at) => userOf(pair) === userOf(pairs[at - 1]));
    writeFileSync(some, `${rest.map((pair, at) => `${pair},${at}`).join('\n')}\n`);
    const { stdout } = lab('funnel', '--stages', `${a}=20,${some}=20`, ...world);
    expect(stdout).toMatch(/9\d\.\d% of the items handed on.*the lists of 0 of \d+ users.*It orders nobody’s list/);
  });

  it.each([
    ['scores.csv=20', 'behind others and alone'],
    ['a.json=20,scores.csv=10,b.json=5', 'behind others and alone'],
    ['a.json=20,scores.csv+b.json=5', 'behind others and alone'],
  ])('is refused at another place: %s', (given, reason) => {
    const { status, said } = lab('funnel', '--stages', given, ...world);
    expect([status, said.at(-1)]).toEqual([2, expect.stringContaining(reason)]);
  });

  it('is refused where it is none', () => {
    const none = join(folder, 'none.csv');
    writeFileSync(none, 'user,item,score\nnobody,nothing,1\n');
    const { status, said } = lab('funnel', '--stages', `${a}=20,${none}=5`, ...world);
    expect([status, said.at(-1)]).toEqual([2, expect.stringMatching(/^--stages: “none\.csv” has no score/)]);
  });
});

describe('scores of a ranker', () => {
  it('are read from a label column, and refused where the log has no such column', () => {
    const log = join(folder, 'log.csv');
    // Each user takes every second item that he is shown.
    const rows = Array.from({ length: 240 }, (_, at) => {
      const item = (at * 7 + Math.floor(at / 20)) % 40;
      return `u${at % 20},i${item},${1_600_000_000 + at * 3600},${Math.floor(at / 20) % 2},${(item * 13) % 17}`;
    });
    writeFileSync(log, `user,item,time,is_click,score\n${rows.join('\n')}\n`);
    const weights = join(folder, 'own.json');
    const data =
      `--log ${log} --positives is_click=1 --columns label=score --min-item-events 1 --min-user-events 1 --device cpu`.split(
        ' ',
      );
    const train = ['--steps', '1', '--batch', '32', '--dim', '4', '--baselines', 'none', '--out', weights];
    expect(lab('train', ...data, ...train).status).toBe(0);

    const given = lab('funnel', '--stages', `${weights}=20`, ...data, '--scores', 'score', '--json');
    expect(given.status, given.said.join('\n')).toBe(0);
    const { supplied } = JSON.parse(given.stdout) as FunnelFound;
    expect(supplied).toMatchObject({
      column: 'score',
      users: 20,
      stages: [{ handedOn: expect.any(Number) as number }],
    });
    const refused = lab('funnel', '--stages', `${weights}=20`, ...data, '--scores', 'other');
    expect([refused.status, refused.said.at(-1)]).toEqual([2, expect.stringMatching(/"other".*is_click, score/)]);
  });
});
