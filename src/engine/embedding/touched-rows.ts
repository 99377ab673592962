/**
 * From the owners whose fields a batch read to the rows of an arena it touched, grouped: what the update of the arena
 * goes through. In JavaScript, while the device is busy.
 */
import { LONGEST_SUM, fitsHalfWords } from './sizes';
import type { FieldSlots } from './slots';

/** Which rows of an arena a batch touched, and where the gradients of each come from. */
export interface TouchedRows {
  /** Distinct rows of the arena: first those of more than LONGEST_SUM sources, then the others. */
  unique: Uint32Array;
  /** [unique + 1] range of each row among the sources. */
  start: Uint32Array | Uint16Array;
  /** Rows of the leaves, one behind the other. */
  source: Uint32Array | Uint16Array;
  /**
   * Ranges, first and end, of sums that are made before the rows': first of sources, `levels[0]` of them in all, then
   * of sums made so far, until no row has more than LONGEST_SUM.
   */
  jobs: Uint32Array;
  /** Where the jobs of each level end. */
  levels: readonly number[];
  /** [2 x rows of many sources] range of each among the jobs. */
  hot: Uint32Array;
}

/** Words that a list takes, which may be packed two to a word. */
export const wordsOf = ({ byteLength }: Uint32Array | Uint16Array): number => Math.ceil(byteLength / 4);

/** Whose slots a lookup reads: the first `count` of these owners, anew in every step. */
export interface ReadOwners {
  owners: Uint32Array;
  count: number;
}

/** What a lookup reads of one field. */
export interface LookupPart {
  read: ReadOwners;
  slots: FieldSlots;
  /** Row of the arena at which the table begins, or the piece of it that lies there. */
  arenaRow: number;
  /** Rows of the table that lie in this arena; null = all. */
  piece: { from: number; rows: number } | null;
  /** The gradient of all slots of the n-th owner is row `firstRow + n x stride` of the leaves. */
  firstRow: number;
  stride: number;
  /** Of tokens the j-th slot has the row j further, and this many are read; null = no tokens. */
  tokens: number | null;
}

/** Levels of sums that rows of that many sources in all may need before their own. */
export function levelsFor(sources: number): number {
  let levels = 0;
  for (let longest = sources; longest > LONGEST_SUM; longest = Math.ceil(longest / LONGEST_SUM)) levels++;
  return levels;
}

/** A row of many sources has fewer than a 128th of them as first sums, and of those again. */
export const mostJobs = (sources: number): number => Math.floor(sources / (LONGEST_SUM / 2 - 1));

/** Numbers that a thread adds up for one sum or row, one after the other: the most of any. */
export function longestSum({ start, jobs, hot }: Pick<TouchedRows, 'start' | 'jobs' | 'hot'>): number {
  let most = 0;
  for (let u = hot.length / 2; u + 1 < start.length; u++) most = Math.max(most, start[u + 1]! - start[u]!);
  for (const ranges of [jobs, hot])
    for (let i = 0; i < ranges.length; i += 2) most = Math.max(most, ranges[i + 1]! - ranges[i]!);
  return most;
}

/** Groups what lookups read by table row, in time proportional to the slots, whatever the size of the table. */
export class RowGroups {
  /** [arena rows], all 0 between two batches. */
  private readonly counts: Uint32Array;
  private readonly rows: Uint32Array;
  private readonly leaves: Uint32Array;
  private readonly unique: Uint32Array;
  /** Rows found so far. */
  private distinct = 0;

  /** @param most slots that are read at the most */
  constructor(
    arenaRows: number,
    readonly most: number,
  ) {
    this.counts = new Uint32Array(arenaRows);
    this.rows = new Uint32Array(most);
    this.leaves = new Uint32Array(most);
    this.unique = new Uint32Array(Math.min(arenaRows, most));
  }

  /**
   * Rows stand in the order they first occur in, the sources of a row in theirs: sums run in a fixed order.
   * @param words where unique, start, source, hot and jobs are put, without gaps, from `first` on
   * @param halves the same memory, where sources are packed two to a word, and starts where there are few enough
   */
  group(parts: readonly LookupPart[], words: Uint32Array, first: number, halves: Uint16Array | null): TouchedRows {
    let slots = 0;
    this.distinct = 0;
    for (const part of parts)
      if (part.piece !== null || part.tokens !== null) slots = this.read(part, slots);
      else
        slots = part.slots.start === null ? this.readOnes(part, slots) : this.readWhole(part, part.slots.start, slots);
    const { distinct } = this;
    const unique = words.subarray(first, first + distinct);
    const startAt = first + distinct;
    const isShort = halves !== null && fitsHalfWords(slots);
    const start = isShort
      ? halves.subarray(2 * startAt, 2 * startAt + distinct + 1)
      : words.subarray(startAt, startAt + distinct + 1);
    const hot = this.order(unique, start);
    const from = startAt + wordsOf(start);
    const source = halves ? halves.subarray(2 * from, 2 * from + slots) : words.subarray(from, from + slots);
    this.place(slots, source);
    const { counts } = this;
    for (let u = 0; u < distinct; u++) counts[unique[u]!] = 0;
    return { unique, start, source, ...sumsBefore(start, hot, words.subarray(from + wordsOf(source))) };
  }

  // The numbers of the loops below are below 2^31, and are kept so that a compiler sees it: others are floats to it.

  /** Appends row and source of every slot, and counts the slots of each row; returns how many there are now. */
  private read({ read, slots, arenaRow, piece, firstRow, stride, tokens }: LookupPart, slotsBefore: number): number {
    const { owners, count } = read;
    const { start, ids } = slots;
    const { counts, rows, leaves, unique } = this;
    const from = piece === null ? 0 : piece.from;
    const inPiece = piece === null ? MOST : piece.rows;
    const most = tokens ?? MOST;
    const perSlot = tokens === null ? 0 : 1;
    let [distinct, k] = [this.distinct, slotsBefore];
    for (let n = 0; n < count; n++) {
      const owner = owners[n]!;
      const begin = start === null ? owner : start[owner]!;
      const slotsOf = start === null ? 1 : Math.min(start[owner + 1]! - begin, most);
      let leaf = firstRow + n * stride;
      for (let j = 0; j < slotsOf; j++, leaf += perSlot) {
        const inTable = (ids[begin + j]! - from) | 0;
        if (inTable < 0 || inTable >= inPiece) continue;
        const row = (arenaRow + inTable) | 0;
        rows[k] = row;
        leaves[k++] = leaf;
        const before = counts[row]!;
        counts[row] = before + 1;
        if (before === 0) unique[distinct++] = row;
      }
    }
    this.distinct = distinct;
    return k;
  }

  /** The same of whole fields, which most are. */
  private readWhole(
    { read: { owners, count }, slots: { ids }, arenaRow, firstRow, stride }: LookupPart,
    start: Uint32Array,
    slotsBefore: number,
  ): number {
    const { counts, rows, leaves, unique } = this;
    let [distinct, k] = [this.distinct, slotsBefore];
    for (let n = 0, leaf = firstRow; n < count; n++, leaf += stride) {
      const owner = owners[n]!;
      const end = start[owner + 1]!;
      for (let slot = start[owner]!; slot < end; slot++, k++) {
        const row = (arenaRow + ids[slot]!) | 0;
        rows[k] = row;
        leaves[k] = leaf;
        const before = counts[row]!;
        counts[row] = before + 1;
        if (before === 0) unique[distinct++] = row;
      }
    }
    this.distinct = distinct;
    return k;
  }

  /** The same of whole fields of one slot. */
  private readOnes(
    { read: { owners, count }, slots: { ids }, arenaRow, firstRow, stride }: LookupPart,
    slotsBefore: number,
  ): number {
    const { counts, rows, leaves, unique } = this;
    let distinct = this.distinct;
    for (let n = 0, k = slotsBefore, leaf = firstRow; n < count; n++, k++, leaf += stride) {
      const row = (arenaRow + ids[owners[n]!]!) | 0;
      rows[k] = row;
      leaves[k] = leaf;
      const before = counts[row]!;
      counts[row] = before + 1;
      if (before === 0) unique[distinct++] = row;
    }
    this.distinct = distinct;
    return slotsBefore + count;
  }

  /**
   * Rows of many slots first, whose number is returned; from then on `counts` says where the next source of a row
   * goes.
   */
  private order(ordered: Uint32Array, start: TouchedRows['start']): number {
    const { counts, unique } = this;
    const distinct = ordered.length;
    let hot = 0;
    for (let u = 0; u < distinct; u++) if (counts[unique[u]!]! > LONGEST_SUM) ordered[hot++] = unique[u]!;
    if (hot === 0) ordered.set(unique.subarray(0, distinct));
    else
      for (let u = 0, cold = hot; u < distinct; u++)
        if (counts[unique[u]!]! <= LONGEST_SUM) ordered[cold++] = unique[u]!;
    let total = 0;
    for (let u = 0; u < distinct; u++) {
      const row = ordered[u]!;
      const slots = counts[row]!;
      start[u] = total;
      counts[row] = total;
      total += slots;
    }
    start[distinct] = total;
    return hot;
  }

  private place(slots: number, source: TouchedRows['source']): void {
    const { counts, rows, leaves } = this;
    for (let k = 0; k < slots; k++) {
      const row = rows[k]!;
      const at = counts[row]!;
      counts[row] = at + 1;
      source[at] = leaves[k]!;
    }
  }
}

/** Stands for no limit. */
const MOST = 2 ** 30;

/** The sums that rows of many sources need before their own, level by level. @param words room for hot and jobs */
function sumsBefore(
  start: TouchedRows['start'],
  rows: number,
  words: Uint32Array,
): Pick<TouchedRows, 'hot' | 'jobs' | 'levels'> {
  const hot = words.subarray(0, 2 * rows);
  const jobs = words.subarray(2 * rows);
  for (let u = 0; u < rows; u++) {
    hot[2 * u] = start[u]!;
    hot[2 * u + 1] = start[u + 1]!;
  }
  const levels: number[] = [];
  let made = 0;
  let longest = rows === 0 ? 0 : LONGEST_SUM + 1;
  while (longest > LONGEST_SUM) {
    longest = 0;
    for (let u = 0; u < rows; u++) {
      const [begin, end] = [hot[2 * u]!, hot[2 * u + 1]!];
      // The first level is of sources: all rows here have too many of them.
      if (levels.length > 0 && end - begin <= LONGEST_SUM) continue;
      hot[2 * u] = made;
      for (let at = begin; at < end; at += LONGEST_SUM, made++) {
        jobs[2 * made] = at;
        jobs[2 * made + 1] = Math.min(at + LONGEST_SUM, end);
      }
      hot[2 * u + 1] = made;
      longest = Math.max(longest, made - hot[2 * u]!);
    }
    levels.push(made);
  }
  return { hot, jobs: jobs.subarray(0, 2 * made), levels };
}
