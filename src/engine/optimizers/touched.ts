/** The touched rows of a step on the device. */
import { fitsHalfWords } from '../embedding/sizes';
import { levelsFor, mostJobs, RowGroups, wordsOf, type LookupPart, type TouchedRows } from '../embedding/touched-rows';
import { onGpu } from '../run-kernel';
import { Storage } from '../storage';
import { lanesOf, listedIn, typeOf } from '../wgsl';

/** Levels of sums that stand in the header: rows of 2^32 sources would need no more. */
const MOST_LEVELS = 3;
const LEVELS = 9;
const HEADER = LEVELS + MOST_LEVELS;

/**
 * Packed into one u32 buffer, so that a step needs one write per arena: [rows, rows of many sources, where start,
 * source, ranges of rows of many sources and jobs begin, optimizer group, 1 = sources are packed two to a word, the
 * same of starts, where the jobs of each level end], then unique, start, source, hot, jobs without gaps (see
 * `TouchedRows`). Sizes lie in the buffer, not in the kernels' text: arenas share pipelines.
 */
export class TouchedBuffer {
  readonly storage: Storage;
  /** [jobs, D] sums made before those of the rows. */
  readonly sums: Storage;
  /** Dispatches that make them. */
  readonly levels: number;
  /** Distinct rows at the most. */
  readonly most: number;
  private readonly groups: RowGroups;
  private readonly packed: Uint32Array<ArrayBuffer>;
  private readonly halves: Uint16Array | null;
  /** Words of `packed` that the step needs. */
  private used = HEADER;
  /** The rows of the step: views. */
  host: TouchedRows = {
    unique: new Uint32Array(0),
    start: new Uint32Array(1),
    source: new Uint32Array(0),
    jobs: new Uint32Array(0),
    levels: [],
    hot: new Uint32Array(0),
  };

  /**
   * @param arena its name, rows and width;
   * @param reads slots that lookups read at the most, and the rows of their gradients;
   * @param group which row of the hyperparameters counts
   */
  constructor(
    arena: { name: string; rows: number; width: number },
    reads: { slots: number; leafRows: number },
    readonly group: number,
  ) {
    const { slots } = reads;
    this.most = Math.min(arena.rows, slots);
    this.levels = levelsFor(slots);
    this.groups = new RowGroups(arena.rows, slots);
    const jobs = mostJobs(slots);
    this.packed = new Uint32Array(HEADER + 2 * this.most + 1 + slots + 4 * jobs);
    this.halves = fitsHalfWords(reads.leafRows) ? new Uint16Array(this.packed.buffer) : null;
    this.storage = Storage.create(`touched rows of ${arena.name}`, [this.packed.length], 'int32');
    this.sums = Storage.create(`sums of ${arena.name}`, [Math.max(1, jobs), arena.width], 'float32');
  }

  /** Groups the slots of a step by row (see `RowGroups`), in JavaScript alone. */
  prepare(parts: readonly LookupPart[]): void {
    this.host = this.groups.group(parts, this.packed, HEADER, this.halves);
    const { unique, start: starts, source, hot, jobs, levels } = this.host;
    const start = HEADER + unique.length;
    const sources = start + wordsOf(starts);
    const ranges = sources + wordsOf(source);
    const firstJob = ranges + hot.length;
    const { packed } = this;
    packed[0] = unique.length;
    packed[1] = hot.length / 2;
    packed[2] = start;
    packed[3] = sources;
    packed[4] = ranges;
    packed[5] = firstJob;
    packed[6] = this.group;
    packed[7] = this.halves ? 1 : 0;
    packed[8] = starts instanceof Uint16Array ? 1 : 0;
    for (let level = 0; level < MOST_LEVELS; level++) packed[LEVELS + level] = levels[level] ?? levels.at(-1) ?? 0;
    this.used = firstJob + jobs.length;
  }

  /** Sums of a level in the step that was prepared. */
  jobsOf(level: number): number {
    const { levels } = this.host;
    return level < levels.length ? levels[level]! - (levels[level - 1] ?? 0) : 0;
  }

  /** Writes what was prepared to the device. */
  submit(): void {
    if (onGpu()) this.storage.write(this.packed.subarray(0, this.used));
  }

  dispose(): void {
    this.storage.dispose();
    this.sums.dispose();
  }
}

const declared = (binding: number): string => `
@group(0) @binding(${binding}) var<storage, read> touched: array<u32>;
${listedIn('touched')}
fn sourceAt(k: u32) -> u32 { return listed(touched[3], k, touched[7]); }`;

/**
 * WGSL: `touchedRows()`, `tableRow(u)` and, with a `gradient(row, column)` beside it, `summed(u, column)`: the gradient
 * of the u-th touched row, summed in a fixed order.
 * @param binding of the touched rows; that of their sums is the next one
 */
export const touchedSource = (binding: number, width: number): string => `
${declared(binding)}
@group(0) @binding(${binding + 1}) var<storage, read> sums: array<${typeOf(width)}>;
fn touchedRows() -> u32 { return touched[0]; }
fn tableRow(u: u32) -> u32 { return touched[${HEADER}u + u]; }
fn summed(u: u32, column: u32) -> ${typeOf(width)} {
  var g = ${typeOf(width)}();
  if (u < touched[1]) {
    let range = touched[4] + 2u * u;
    for (var job = touched[range]; job < touched[range + 1u]; job++) { g += sums[job * ${width / lanesOf(width)}u + column]; }
    return g;
  }
  let end = listed(touched[2], u + 1u, touched[8]);
  for (var k = listed(touched[2], u, touched[8]); k < end; k++) { g += gradient(sourceAt(k), column); }
  return g;
}
fn optimizerGroup() -> u32 { return touched[6]; }`;

/**
 * WGSL of the sums of a level: `firstJob()`, `jobs()` and `summedBefore(job, column)`, with `gradient` beside it at the
 * first level.
 */
export const sumsSource = (level: number, width: number): string => `
${declared(0)}
@group(0) @binding(1) var<storage, read_write> sums: array<${typeOf(width)}>;
fn firstJob() -> u32 { return ${level === 0 ? '0u' : `touched[${LEVELS + level - 1}]`}; }
fn jobs() -> u32 { return touched[${LEVELS + level}] - firstJob(); }
fn summedBefore(job: u32, column: u32) -> ${typeOf(width)} {
  let range = touched[5] + 2u * job;
  var g = ${typeOf(width)}();
  for (var k = touched[range]; k < touched[range + 1u]; k++) {
    g += ${level === 0 ? 'gradient(sourceAt(k), column)' : `sums[k * ${width / lanesOf(width)}u + column]`};
  }
  return g;
}`;
