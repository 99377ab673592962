/** How a catalogue is cut into the steps of a scan. */
import { kernelForm } from '../../kernel-form';
import { BLOCK, type ItemIndex } from './item-index';
import { MERGED } from './merge-source';
import type { RetrievalQuery } from './reference';
import { usersHeld } from './scan';

/**
 * Multiply-adds of a step: some tens of milliseconds on one core of a CPU adapter, a fraction of a millisecond on a
 * GPU.
 */
const workOfStep = (): number => (kernelForm().software ? 1.5e8 : 1.5e9);
/** What a step may cost where every item beats all before it, in such steps: a second. */
const WORST = 20;
/** A batch of candidates merged into a list of k, in multiply-adds that take as long on a CPU adapter. */
const mergeWork = (k: number): number => 3e4 + 130 * k;
/** Candidates of all users in a step, 8 bytes each. Every item of a step may become one. */
const mostCandidates = (): number => (kernelForm().software ? 2 ** 21 : 2 ** 22);

/** Fewer candidates of a user wait for the next step: a batch costs as much however full it is. */
export const DUE = MERGED;

export interface Sizes {
  /** Most items of a step. */
  items: number;
  /** Multiply-adds of all users with an item, and of a batch of candidates merged for each of them. */
  itemWork: number;
  batchWork: number;
}

/** @param userDepth vectors of four of a user, over all of the user's vectors */
export function sizesOf({ users, k }: Pick<RetrievalQuery, 'users' | 'k'>, index: ItemIndex, userDepth: number): Sizes {
  const block = usersHeld();
  const itemWork = Math.ceil(users / block) * block * userDepth * 4;
  const batchWork = k === 0 ? 0 : users * mergeWork(k);
  const work = workOfStep();
  // No step has more items than all before it, or than a list.
  const largest = Math.max(k, index.rows / 2);
  const items = wholeBlocks(
    Math.min(work / itemWork, ((WORST * work) / batchWork) * MERGED, mostCandidates() / users - DUE, largest),
  );
  return { items, itemWork, batchWork };
}

export interface Part {
  chunk: number;
  begin: number;
  end: number;
  work: number;
}

/**
 * Each step has as many items as all before it, so that about k of them will beat the k-th best; of the first, all are
 * sorted.
 */
export function partsOf({ chunks }: ItemIndex, k: number, { items: most, itemWork, batchWork }: Sizes): Part[] {
  const parts: Part[] = [];
  let passed = 0;
  chunks.forEach(({ rows }, chunk) => {
    for (let begin = 0, end = 0; begin < rows; begin = end) {
      end = Math.min(rows, begin + Math.min(most, wholeBlocks(passed === 0 ? k : passed)));
      const items = end - begin;
      const kept = passed === 0 ? items : Math.min(items, (k * items) / passed);
      parts.push({ chunk, begin, end, work: items * itemWork + Math.ceil(kept / MERGED) * batchWork });
      passed += items;
    }
  });
  return parts;
}

/** Steps begin at blocks. */
const wholeBlocks = (items: number): number => Math.max(1, Math.floor(items / BLOCK)) * BLOCK;
