import { describe, expect, it } from 'vitest';
import { LabError } from '../failure';
import { plainDocument, SMALL_WORLD } from '../testing';
import { runFormat } from '../formats/run/format';
import type { Run } from './run';
import type { SeriesChunk } from './series';
import { isRunFile, readRunFile, storedForm, writeRunFile } from './run-file';

const run: Run = {
  ...runFormat.header,
  id: 'a1',
  title: 'Plain',
  startedAt: '2026-01-02T03:04:05.678Z',
  status: 'diverged',
  origin: { kind: 'continued', run: 'a0', step: 3 },
  pinned: true,
  ...plainDocument(4),
  note: 'with “quotes”, and a line\nmore',
  size: { parameters: 1234, index: 4, multiplyAdds: 56 },
  validation: { 'ndcg@10': 0.125 },
  seconds: 1.5,
  sweep: { id: 's', vary: 'user-mlp.widths', values: [[8], [16]], seeds: [1, 2], value: [16] },
  data: { name: 'bookshop', fingerprint: 'f', source: SMALL_WORLD, upload: null },
  step: 4,
  baselines: { popularity: { 'hr@10': 0.1 }, chosen: { itemKnn: { neighbours: 20 } } },
  result: null,
  evaluated: { metrics: { 'hr@10': 0.25 }, baselines: {} },
  checkpointBytes: 4096,
  appVersion: '0.1.0',
  adapter: 'an adapter',
};
const series: SeriesChunk[] = [
  { name: 'loss', steps: Float64Array.of(1, 2, 3), values: Float64Array.of(3.5, 2.25, Number.NaN) },
  { name: 'gate/0/mean', steps: Float64Array.of(2), values: Float64Array.of(1) },
];
const text = writeRunFile(storedForm(run), series);
const changed = (change: Record<string, unknown>): string => JSON.stringify({ ...JSON.parse(text), ...change });
const refusal = (file: string): LabError => {
  try {
    readRunFile(file);
  } catch (error) {
    if (error instanceof LabError) return error;
  }
  return expect.fail('was not refused');
};

describe('a run as a file', () => {
  it('comes back as it was, with its curves and without a checkpoint', () => {
    expect(readRunFile(text)).toEqual({ run: { ...run, checkpointBytes: 0 }, series });
  });

  it('of a ranker, of whose index null was written before it was 0, comes back with 0', () => {
    const before = changed({ size: { ...run.size, index: null } });
    expect(readRunFile(before).run.size).toEqual({ ...run.size, index: 0 });
    expect(refusal(changed({ size: { ...run.size, index: -1 } }))).toMatchObject({ code: 'run-damaged' });
  });

  it('says of no checkpoint that it holds one', () => {
    expect(JSON.parse(text)).toMatchObject({ checkpointBytes: 0 });
  });

  it('is told from weights by its first words', () => {
    expect(isRunFile(text)).toBe(true);
    expect(isRunFile('{"format":"tower-lab/weights","version":1,"run":{"format":"tower-lab/run"}}')).toBe(false);
  });

  it('of a newer version is refused with that version', () => {
    expect(refusal(changed({ version: runFormat.header.version + 1 }))).toMatchObject({
      code: 'run-newer',
      values: { version: runFormat.header.version + 1, known: runFormat.header.version },
    });
  });

  it.each([
    ['status', { status: 'asleep' }, 'status'],
    ['graph', { graph: { ...run.graph, nodes: 'none' } }, 'graph'],
    ['settings', { settings: {} }, 'settings'],
    ['source', { data: { ...run.data, source: { kind: 'disk' } } }, 'data.source.kind'],
    ['curve', { series: [{ name: 'loss', steps: [1, 2], values: [1] }] }, 'series.0'],
    ['series', { series: [{ name: 'weather', steps: [1], values: [1] }] }, 'series.0.name'],
    ['format', { format: 'tower-lab/weights' }, 'format'],
  ])('with a damaged %s is refused with the place', (_, change, path) => {
    expect(refusal(changed(change))).toMatchObject({ code: 'run-damaged', values: { path } });
  });

  it('cut short is refused', () => {
    expect(refusal(text.slice(0, -20)).code).toBe('run-damaged');
  });
});
