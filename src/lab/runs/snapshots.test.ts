import { describe, expect, it } from 'vitest';
import { snapshotFormat, type Snapshot } from '../formats/snapshot/format';
import {
  isLogSpaced,
  readSnapshots,
  SNAPSHOT_LIMIT_BYTES,
  SnapshotLog,
  snapshotPieceSince,
  withSnapshots,
} from './snapshots';

const snapshot = (step: number, vectors = ''): Snapshot => ({
  ...snapshotFormat.header,
  step,
  epoch: Math.floor(step / 100),
  list: null,
  interests: null,
  vectors: { width: 1, items: [], itemVectors: vectors, userVectors: '' },
});
const stepsOf = (snapshots: readonly Snapshot[]): number[] => snapshots.map(({ step }) => step);
const BYTES = JSON.stringify(snapshot(1000)).length;

describe('steps of snapshots', () => {
  it('are evenly spaced on a scale of logarithms, from the fifth step on', () => {
    const due = Array.from({ length: 200 }, (_, step) => step).filter(isLogSpaced);
    expect(due).toEqual([5, 7, 10, 15, 22, 33, 49, 73, 109, 163]);
  });
});

describe('a log of snapshots', () => {
  it('keeps to its bytes over a long run, with the first and the last one', () => {
    const log = new SnapshotLog([], 20 * BYTES);
    for (let step = 1; step <= 20_000; step++) {
      if (isLogSpaced(step) || step % 100 === 0) log.add(snapshot(step));
      expect(log.bytes).toBeLessThanOrEqual(20 * BYTES);
    }
    const steps = stepsOf(log.all);
    expect([steps[0], steps.at(-1)]).toEqual([5, 20_000]);
    expect(steps.length).toBeGreaterThan(17);
    // No gap is left in the middle: the densest give way first.
    steps.slice(1).forEach((step, at) => expect(step / steps[at]!).toBeLessThan(4));
  });

  it('takes out the one whose neighbours are the nearest', () => {
    const log = new SnapshotLog(
      [1000, 3000, 3300, 3600, 9000].map((step) => snapshot(step)),
      5 * BYTES + 1,
    );
    log.add(snapshot(9999));
    expect(stepsOf(log.all)).toEqual([1000, 3000, 3600, 9000, 9999]);
  });

  it('keeps the first and the last where no two fit', () => {
    const log = new SnapshotLog([], 1);
    for (const step of [2, 3, 4]) log.add(snapshot(step));
    expect(stepsOf(log.all)).toEqual([2, 4]);
  });

  it('takes a step that comes again in place of what came after it before', () => {
    const log = new SnapshotLog([2, 3, 4].map((step) => snapshot(step)));
    log.add(snapshot(3, 'again'));
    expect(log.all.map(({ step, vectors }) => [step, vectors.itemVectors])).toEqual([
      [2, ''],
      [3, 'again'],
    ]);
    expect(log.bytes).toBeLessThan(SNAPSHOT_LIMIT_BYTES);
  });
});

describe('a piece of snapshots', () => {
  it('is what has changed, one that was taken again included, and makes the stored ones those of now', () => {
    const stored = [2, 3, 4].map((step) => snapshot(step));
    const now = [stored[0]!, snapshot(4, 'again'), snapshot(6)];
    const piece = snapshotPieceSince(stored, now)!;
    expect([piece.dropped, stepsOf(piece.added)]).toEqual([
      [3, 4],
      [4, 6],
    ]);
    expect(withSnapshots(stored, piece)).toEqual(now);
    expect(snapshotPieceSince(now, [...now])).toBeNull();
  });
});

describe('stored snapshots', () => {
  it('of older runs are none, and one that cannot be read leaves the others', () => {
    expect(readSnapshots(undefined)).toEqual([]);
    const good = snapshot(7);
    const uneven = { ...good, list: { user: 0, items: [1, 2], scores: [1], ranks: [] } };
    expect(readSnapshots([{ ...good, version: 99 }, uneven, good, 'text'])).toEqual([good]);
  });
});
