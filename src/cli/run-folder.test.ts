/** Runs in a folder, and which of them `--resume` goes on with. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run, RunStatus } from '../lab/runs/run';
import { readRunFile, storedForm } from '../lab/runs/run-file';
import { checkpointOf, runOf } from '../lab/runs/testing';
import { runToResume } from './commands/train/resume';
import { runFolder } from './run-folder';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-runs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const checkpoint = checkpointOf(3);
const COMMAND = ['--world=bookshop', '--events=600'];

const stored = (id: string, startedAt: string, status: RunStatus, more: Partial<Run> = {}): Run =>
  runOf(id, { startedAt, status, step: 3, ...more });
const points = (from: number, ...values: number[]) => ({
  after: from - 1,
  chunks: [
    { name: 'loss' as const, steps: Float64Array.from(values, (_, i) => from + i), values: Float64Array.from(values) },
  ],
});

describe('a run in a folder', () => {
  it('keeps its curves when another process goes on with it', async () => {
    const run = stored('long', '2026-01-01T00:00:00.000Z', 'stopped');
    await runFolder(folder, COMMAND).write(storedForm(run), { curves: points(1, 3, 2), checkpoint });
    const second = runFolder(folder, COMMAND);
    await second.read(run);
    await second.write(storedForm(run), { curves: points(3, 1) });
    const { series } = readRunFile(readFileSync(join(folder, 'long.run.json'), 'utf8'));
    expect(series.map(({ values }) => [...values])).toEqual([[3, 2, 1]]);
  });

  it('is written before it has a curve', async () => {
    const run = stored('young', '2026-01-01T00:00:00.000Z', 'failed');
    await runFolder(folder, COMMAND).write(storedForm(run), {});
    expect(readRunFile(readFileSync(join(folder, 'young.run.json'), 'utf8'))).toMatchObject({ series: [] });
  });
});

describe('--resume without an id', () => {
  const write = (run: Run) => runFolder(folder, COMMAND).write(storedForm(run), { curves: points(1, 3), checkpoint });
  const resumed = () => runToResume({ resume: '', 'run-dir': folder });

  it('takes the newest run that was not tested, and leaves out those whose checkpoint cannot be read', async () => {
    await write(stored('older', '2026-02-01T00:00:00.000Z', 'stopped'));
    await write(
      stored('tested', '2026-02-02T00:00:00.000Z', 'finished', { evaluated: { metrics: {}, baselines: {} } }),
    );
    await write(stored('diverged', '2026-02-03T00:00:00.000Z', 'diverged'));
    await write(stored('damaged', '2026-02-04T00:00:00.000Z', 'stopped'));
    writeFileSync(join(folder, 'damaged.checkpoint'), 'no checkpoint');
    const { run, flags } = resumed();
    expect(run.id).toBe('older');
    expect(flags).toMatchObject({ world: 'bookshop', events: 600 });
  });

  it('says why one that was asked for cannot be read', () => {
    expect(() => runToResume({ resume: 'damaged', 'run-dir': folder })).toThrow(
      /^--resume: "damaged" cannot be read: /,
    );
  });
});
