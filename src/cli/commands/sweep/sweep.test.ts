/** The command as a person starts it. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

const WORLD = ['--world', 'bookshop', '--events', '600', '--batch', '64', '--steps', '2', '--baselines', 'fast'];
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
