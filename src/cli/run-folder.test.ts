/** Runs in a folder, and which of them `--resume` goes on with. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../lab/runs/checkpoint';
import { newRun } from '../lab/runs/new-run';
import type { Run, RunStatus } from '../lab/runs/run';
import { readRunFile, storedForm } from '../lab/runs/run-file';
import type { Loaded } from '../lab/loading/sources';
import type { Schema } from '../model/document/schema';
import { preset } from '../model/presets/presets';
import { runToResume } from './commands/train/resume';
import { runFolder } from './run-folder';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-runs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const schema: Schema = {
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 12, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 12, length: 1 },
  ],
  users: 10,
  items: 10,
  events: 50,
  hasTime: true,
};
const loaded = {
  dataset: { name: 'fair', fingerprint: 'f' },
  source: { kind: 'world', id: 'bookshop', events: 10, seed: 1 },
  files: null,
} as unknown as Loaded;
const checkpoint: Checkpoint = {
  step: 3,
  weights: new Map([['table/items', Float32Array.of(1, 2)]]),
  moments: new Map(),
  best: null,
  kept: null,
  sinceBest: 0,
  stage: 0,
  stageStart: 0,
};
const COMMAND = ['--world=bookshop', '--events=600'];

function runOf(id: string, startedAt: string, status: RunStatus, more: Partial<Run> = {}): Run {
  const fresh = newRun(preset('classic').build(schema), { loaded, adapter: '' }, { kind: 'trained' });
  return { ...fresh, id, startedAt, status, step: 3, ...more };
}
const points = (from: number, ...values: number[]) => ({
  after: from - 1,
  chunks: [
    { name: 'loss' as const, steps: Float64Array.from(values, (_, i) => from + i), values: Float64Array.from(values) },
  ],
});

describe('a run in a folder', () => {
  it('keeps its curves when another process goes on with it', async () => {
    const run = runOf('long', '2026-01-01T00:00:00.000Z', 'stopped');
    await runFolder(folder, COMMAND).write(storedForm(run), { curves: points(1, 3, 2), checkpoint });
    const second = runFolder(folder, COMMAND);
    await second.read(run);
    await second.write(storedForm(run), { curves: points(3, 1) });
    const { series } = readRunFile(readFileSync(join(folder, 'long.run.json'), 'utf8'));
    expect(series.map(({ values }) => [...values])).toEqual([[3, 2, 1]]);
  });

  it('is written before it has a curve', async () => {
    const run = runOf('young', '2026-01-01T00:00:00.000Z', 'failed');
    await runFolder(folder, COMMAND).write(storedForm(run), {});
    expect(readRunFile(readFileSync(join(folder, 'young.run.json'), 'utf8'))).toMatchObject({ series: [] });
  });
});

describe('--resume without an id', () => {
  const write = (run: Run) => runFolder(folder, COMMAND).write(storedForm(run), { curves: points(1, 3), checkpoint });
  const resumed = () => runToResume({ resume: '', 'run-dir': folder });

  it('takes the newest run that was not tested, and leaves out those whose checkpoint cannot be read', async () => {
    await write(runOf('older', '2026-02-01T00:00:00.000Z', 'stopped'));
    await write(runOf('tested', '2026-02-02T00:00:00.000Z', 'finished', { evaluated: { metrics: {}, baselines: {} } }));
    await write(runOf('diverged', '2026-02-03T00:00:00.000Z', 'diverged'));
    await write(runOf('damaged', '2026-02-04T00:00:00.000Z', 'stopped'));
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
