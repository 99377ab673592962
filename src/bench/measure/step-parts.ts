/**
 * What a training step costs in JavaScript, in the order of the step: the batch drawn, ids
 * gathered and rows grouped, everything written and submitted.
 */
import { longestSum, type TouchedRows } from '../../engine/embedding/touched-rows';
import type { TrainStep } from '../../model/run/train-step';
import { writtenFrom } from './gpu-counts';
import { cpuMs } from './waiting';

/** Milliseconds, bytes, and sources. */
export interface StepParts {
  build: number;
  prepare: number;
  /** Everything written, and the commands of the step. */
  submit: number;
  /** Inside the queue's `submit`: in Node the driver works there, which in a browser is another process. */
  driver: number;
  /** The loop of fixed-loop.ts, after the step. */
  loop: number;
  /** Bytes written to buffers of the device. */
  upload: number;
  /** Gradients that one thread adds up for one row of a table, one after the other: the most of any row. */
  longestSum: number;
}

export type Part = 'build' | 'prepare' | 'submit' | 'driver' | 'loop';

/** JavaScript of a step, without the driver. */
export const jsOf = ({ build, prepare, submit }: StepParts): number => build + prepare + submit;

export interface PartClock {
  /** Runs `work` for a part; a part that runs inside another is taken out of that one. */
  timed<T>(part: Part, work: () => T): T;
  spent(): Omit<StepParts, 'longestSum'>;
}

/**
 * Counts the smaller of wall time and CPU time of the process: a thread that runs without waiting has used neither more
 * than the clock on the wall went on, nor more than all threads together. Wall time alone in a browser.
 */
export function partClock(now: () => { wall: number; cpu: number | null } = bothClocks): PartClock {
  const ms: Record<Part, number> = { build: 0, prepare: 0, submit: 0, driver: 0, loop: 0 };
  const written = writtenFrom();
  /** What parts inside the one under way took. */
  let inner = 0;
  return {
    timed(part, work) {
      const outerInner = inner;
      inner = 0;
      const began = now();
      const result = work();
      const ended = now();
      const wall = ended.wall - began.wall;
      const took = began.cpu === null || ended.cpu === null ? wall : Math.min(wall, ended.cpu - began.cpu);
      ms[part] += Math.max(0, took - inner);
      inner = outerInner + took;
      return result;
    },
    spent: () => ({ ...ms, upload: written() }),
  };
}

const bothClocks = () => ({ wall: performance.now(), cpu: cpuMs() });

/** The private face of a step by which the rows it sums are seen, after `prepare`. */
interface SummedRows {
  arenas: readonly { rows: { buffer: { host: TouchedRows } } }[];
}

/** Sums over the events of one owner are no longer than any other (see `DistinctOwners`). */
export const longestSumOf = (step: TrainStep): number =>
  (step as unknown as SummedRows).arenas.reduce(
    (most, { rows: { buffer } }) => Math.max(most, longestSum(buffer.host)),
    0,
  );

/** Medians; the longest sum of all steps. @param found at least one */
export function medianParts(found: readonly StepParts[]): StepParts {
  const median = (of: keyof StepParts): number =>
    found.map((parts) => parts[of]).toSorted((a, b) => a - b)[Math.floor(found.length / 2)]!;
  return {
    build: median('build'),
    prepare: median('prepare'),
    submit: median('submit'),
    driver: median('driver'),
    loop: median('loop'),
    upload: median('upload'),
    longestSum: Math.max(...found.map(({ longestSum }) => longestSum)),
  };
}
