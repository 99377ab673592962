import { describe, expect, it } from 'vitest';
import { checkpointsToDrop } from './make-room';
import type { Run } from './run';

const run = (id: string, checkpointBytes: number, pinned = false): Run =>
  ({ id, checkpointBytes, pinned, startedAt: `2026-01-0${id}T00:00:00.000Z` }) as Run;
const dropped = (runs: Run[], kept: string, limit: number) =>
  checkpointsToDrop(runs, new Set(kept), limit).map(({ id }) => id);

describe('room for a checkpoint', () => {
  it('is made by the oldest ones, as many as it takes', () => {
    const runs = [run('3', 40), run('1', 40), run('4', 40), run('2', 40)];
    expect(dropped(runs, '4', 160)).toEqual([]);
    expect(dropped(runs, '4', 159)).toEqual(['1']);
    expect(dropped(runs, '4', 100)).toEqual(['1', '2']);
  });

  it('is never made by a pinned run, nor by the one that is written, nor by what another tab has open', () => {
    const runs = [run('1', 40), run('2', 40, true), run('3', 40)];
    expect(dropped(runs, '1', 0)).toEqual(['3']);
    expect(dropped(runs, '3', 0)).toEqual(['1']);
    expect(dropped(runs, '31', 0)).toEqual([]);
  });

  it('is not made by runs that have no checkpoint', () => {
    expect(dropped([run('1', 0), run('2', 10), run('3', 10)], '3', 10)).toEqual(['2']);
  });
});
