/**
 * Snapshots of a run: at which steps they are taken, which are kept, and what a save writes of them. Live values need
 * none: the curves have them at each of these steps.
 */
import { snapshotFormat, type Snapshot } from '../formats/snapshot/format';

/** Snapshots of a run take at most so much, as JSON. */
export const SNAPSHOT_LIMIT_BYTES = 4e6;

/** What the page knows of a snapshot: where it stands. */
export interface SnapshotMark {
  step: number;
  epoch: number;
}

/** 5, 7, 10, 15, 22, … : between the epochs, and before the first of them is over. */
export function isLogSpaced(step: number): boolean {
  let at = FIRST;
  while (at < step) at = Math.floor(at * RATIO);
  return at === step;
}
/** Who takes a few single steps does not wait for the kernels of retrieval to compile. */
const FIRST = 5;
const RATIO = 1.5;

/** What has changed since the last save. */
export interface SnapshotPiece {
  /** Steps of those that were stored and are no more. */
  dropped: number[];
  added: Snapshot[];
}

export class SnapshotLog {
  private kept: { snapshot: Snapshot; bytes: number }[] = [];

  /** @param limit bytes */
  constructor(
    snapshots: readonly Snapshot[] = [],
    private readonly limit = SNAPSHOT_LIMIT_BYTES,
  ) {
    for (const snapshot of snapshots) this.add(snapshot);
  }

  get all(): Snapshot[] {
    return this.kept.map(({ snapshot }) => snapshot);
  }

  get bytes(): number {
    return this.kept.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** After those that are there; the densest give way to it. */
  add(snapshot: Snapshot): void {
    this.kept = this.kept.filter(({ snapshot: { step } }) => step < snapshot.step);
    this.kept.push({ snapshot, bytes: JSON.stringify(snapshot).length });
    while (this.bytes > this.limit && this.kept.length > 2) this.kept.splice(this.densest(), 1);
  }

  /** The one whose neighbours are the nearest, by the ratio of their steps; never the first or the last. */
  private densest(): number {
    let densest = 1;
    let least = Infinity;
    for (let at = 1; at + 1 < this.kept.length; at++) {
      const ratio = this.kept[at + 1]!.snapshot.step / this.kept[at - 1]!.snapshot.step;
      if (ratio < least) [densest, least] = [at, ratio];
    }
    return densest;
  }
}

export const marksOf = (snapshots: readonly Snapshot[]): SnapshotMark[] =>
  snapshots.map(({ step, epoch }) => ({ step, epoch }));

export const snapshotsUpTo = (snapshots: readonly Snapshot[], step: number): Snapshot[] =>
  snapshots.filter((snapshot) => snapshot.step <= step);

/** What makes the stored ones those of now; null where they are. One that is taken again at a step is another one. */
export function snapshotPieceSince(stored: readonly Snapshot[], now: readonly Snapshot[]): SnapshotPiece | null {
  const [before, after] = [new Set(stored), new Set(now)];
  const dropped = stored.filter((snapshot) => !after.has(snapshot)).map(({ step }) => step);
  const added = now.filter((snapshot) => !before.has(snapshot));
  return dropped.length > 0 || added.length > 0 ? { dropped, added } : null;
}

export const withSnapshots = (stored: readonly Snapshot[], { dropped, added }: SnapshotPiece): Snapshot[] =>
  [...stored.filter(({ step }) => !dropped.includes(step)), ...added].toSorted((a, b) => a.step - b.step);

/** Those of a storage that this version of the lab can read; what is damaged, or newer, is left out. */
export const readSnapshots = (stored: unknown): Snapshot[] =>
  (Array.isArray(stored) ? stored : []).flatMap((value) => {
    const read = snapshotFormat.read(value);
    return read.ok ? [read.value] : [];
  });
