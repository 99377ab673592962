/** The command as a person starts it. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { interval } from '../../../lab/evaluate/interval';
import { lab } from '../../testing';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** No test here is about the device: nothing is compiled for one. */
const WORLD = '--world bookshop --events 600 --batch 64 --steps 2 --baselines fast --device cpu'.split(' ');
const last = (said: readonly string[]): string => said.at(-1) ?? '';

interface Report {
  rows: {
    value: unknown;
    test: Record<string, unknown>;
    validation: Record<string, unknown>;
    runs: { id: string; seed: number; metrics: Record<string, number>; validation: Record<string, number> }[];
  }[];
  chosen: unknown;
}

describe('sweep', () => {
  it('trains each seed, gives the mean with its interval, and does not repeat what the folder has', () => {
    const common = ['sweep', ...WORLD, '--run-dir', folder, '--json'];
    const first = JSON.parse(lab(...common, '--seeds', '1,2').stdout) as Report;
    const [row] = first.rows;
    expect(row!.runs.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(row!.test['ndcg@10']).toEqual(interval(row!.runs.map(({ metrics }) => metrics['ndcg@10']!)));
    expect(first.chosen).toBeNull();
    const more = lab(...common, '--seeds', '1,2,3');
    const second = JSON.parse(more.stdout) as Report;
    expect(second.rows[0]!.runs.slice(0, 2)).toEqual(row!.runs);
    expect(second.rows[0]!.runs).toHaveLength(3);
    expect(more.said.filter((line) => line.endsWith(': trained before'))).toEqual([
      'seed 1: trained before',
      'seed 2: trained before',
    ]);
    expect(readdirSync(folder).filter((file) => file.endsWith('.run.json'))).toHaveLength(3);
  });

  it('compares the values of a setting, and says which one validation chooses', () => {
    const { status, stdout } = lab('sweep', ...WORLD, '--vary', 'user-mlp.activation=relu,tanh');
    expect(status).toBe(0);
    const rows = stdout.split('\n');
    expect(rows.find((line) => line.startsWith('user-mlp.activation'))).toMatch(/Runs +NDCG@10, validation/);
    expect(rows.filter((line) => /^"(relu|tanh)" +1 /.test(line))).toHaveLength(2);
    expect(stdout).toContain('Choose the value by validation, and report its test figures');
  });

  it('refuses what is no plan in one line, before anything is trained', () => {
    const refused = (...args: string[]): string => {
      const { status, stdout, said } = lab('sweep', ...WORLD, ...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      return last(said);
    };
    expect(refused()).toBe('lab sweep: --seeds N,N,… or --vary NAME=A,B,… is needed');
    expect(refused('--seeds', '1,b')).toMatch(/^--seeds: got "1,b", takes whole numbers/);
    expect(refused('--vary', 'batch=64')).toMatch(/^--vary: got "batch=64", takes NODE\.PARAM=A,B,…/);
    expect(refused('--vary', 'speed=1,2')).toMatch(/^--vary: There is no setting “speed”\. The settings are batch, /);
    expect(refused('--vary', 'nobody.width=1,2')).toMatch(/^--vary: There is no node “nobody”\. The nodes are /);
    expect(refused('--vary', 'match.temperature=0.1,9')).toBe('--vary: “9” is not possible here. It takes 0.005 – 2.');
  });
});

describe('a sweep of what learns from a frozen teacher', () => {
  const SHORT = '--batch 64 --dim 8 --baselines none --device cpu'.split(' ');
  const SMALL = ['--world', 'bookshop', '--events', '600', '--steps', '2', ...SHORT];
  let [towers, ranker] = ['', ''];
  beforeAll(() => {
    [towers, ranker] = [join(folder, 'towers.json'), join(folder, 'ranker.json')];
    expect(lab('train', ...SMALL, '--out', towers).status).toBe(0);
    expect(lab('train', ...SMALL, '--preset', 'pre-ranker', '--out', ranker).status).toBe(0);
  });
  const mobius = ['--preset', 'mobius', '--params', 'softmax.threshold=0.5'];
  const trained = (said: readonly string[]): string[] => said.filter((line) => /: run \d of \d$/.test(line));
  const asked = (said: readonly string[]): string[] => said.filter((line) => line.includes('asking the teacher'));

  it('asks the teacher once, and trains each seed as train does', () => {
    const of = [...SMALL, ...mobius, '--teacher', towers, '--json'];
    const { stdout, said, status } = lab('sweep', ...of, '--seeds', '1,2');
    expect(status, said.join('\n')).toBe(0);
    expect([trained(said).length, asked(said).length]).toEqual([2, 1]);
    const [row] = (JSON.parse(stdout) as Report).rows;
    row!.runs.forEach(({ seed, metrics }) => {
      const alone = JSON.parse(lab('train', ...of, '--seed', String(seed)).stdout) as typeof row & { metrics: unknown };
      expect(metrics).toEqual(alone.metrics);
    });
    const untaught = JSON.parse(lab('sweep', ...SMALL, ...mobius, '--seeds', '1', '--json').stdout) as Report;
    expect(untaught.rows[0]!.runs[0]!.metrics).not.toEqual(row!.runs[0]!.metrics);
  });

  it('varies how much is learnt from it, and says its scaling once', () => {
    const log = join(folder, 'clicks.csv');
    const rows = Array.from({ length: 600 }, (_, at) => {
      const [user, item] = [at % 30, (at * 7 + Math.floor(at / 30)) % 40];
      return `u${user},i${item},${1_600_000_000 + at * 3600},${Number((user + item) % 3 === 0)}`;
    });
    writeFileSync(log, `user,item,time,is_click\n${rows.join('\n')}\n`);
    const data = `--log ${log} --positives is_click=1 --min-item-events 1 --min-user-events 1`.split(' ');
    const of = (steps: number) => [...data, ...SHORT, '--steps', String(steps), '--preset', 'pre-ranker'];
    const teacher = join(folder, 'of-clicks.json');
    expect(lab('train', ...of(60), '--lr', '0.01', '--out', teacher).status).toBe(0);
    const taught = ['--teacher', teacher, '--vary', 'taken.teacherShare=0,1'];
    const { stdout, said, status } = lab('sweep', ...of(2), ...taught, '--json');
    expect(status, said.join('\n')).toBe(0);
    expect(said.filter((line) => line.startsWith('teacher: log-odds = '))).toHaveLength(1);
    expect(asked(said)).toHaveLength(1);
    const [none, all] = (JSON.parse(stdout) as Report).rows;
    expect(all!.test).not.toEqual(none!.test);
  });

  it('takes a run of the folder for trained unless the file of the teacher is newer', () => {
    const [runs, teacher] = [join(folder, 'taught'), join(folder, 'teacher.json')];
    copyFileSync(towers, teacher);
    const once = () => {
      const of = [...SMALL, ...mobius, '--teacher', teacher, '--run-dir', runs, '--seeds', '1'];
      const { status, said } = lab('sweep', ...of);
      expect(status, said.join('\n')).toBe(0);
      return trained(said).length;
    };
    expect([once(), once()]).toEqual([1, 0]);
    copyFileSync(towers, teacher);
    expect(once()).toBe(1);
  });

  it('is refused as train refuses it, before anything is trained, also where only a later value needs it', () => {
    const bad = join(folder, 'bad.json');
    writeFileSync(bad, '{"format":"other"}');
    for (const [teacher, preset, reason] of [
      [join(folder, 'gone.json'), 'mobius', /^--teacher: there is no file /],
      [bad, 'mobius', /^--teacher "[^"]+bad\.json": /],
      [ranker, 'mobius', /^--teacher "[^"]+ranker\.json": /],
      [towers, 'two-tower', /^--teacher: no objective of the graph has a teacher/],
    ] as const) {
      const of = [...SMALL, '--preset', preset, '--teacher', teacher];
      const { status, stdout, said } = lab('sweep', ...of, '--seeds', '1,2');
      expect([status, stdout, last(said)]).toEqual([2, '', expect.stringMatching(reason)]);
      expect(trained(said)).toEqual([]);
      expect(last(lab('train', ...of).said)).toBe(last(said));
    }
    const later = lab('sweep', ...SMALL, ...mobius, '--teacher', ranker, '--vary', 'softmax.teacher=co-occurrence,run');
    expect([later.status, trained(later.said)]).toEqual([2, []]);
    expect(last(later.said)).toMatch(/^--teacher "[^"]+ranker\.json": /);
  });
});
