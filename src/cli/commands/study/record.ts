/**
 * The record of a study: one JSON object per line and finished run, appended as runs end, so that an interrupted study
 * goes on where it stopped.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { SplitRule } from '../../../data/dataset';
import { UsageError } from '../../usage-error';
import { appendWhole } from '../../whole-file';
import { isOf, trialName, type Trial } from './trials';

export interface RunRecord<T> {
  readonly runs: readonly T[];
  add(run: T): void;
}

/**
 * @param path null = kept in memory only
 * @throws UsageError with the line that is no finished run
 */
export function openRecord<T>(path: string | null): RunRecord<T> {
  const runs = path === null || !existsSync(path) ? [] : linesOf(path).map((line, i) => parse<T>(line, i + 1, path));
  return {
    runs,
    add(run) {
      runs.push(run);
      if (path !== null) appendWhole(path, `${JSON.stringify(run)}\n`);
    },
  };
}

const linesOf = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');

function parse<T>(line: string, number: number, path: string): T {
  try {
    return JSON.parse(line) as T;
  } catch {
    throw new UsageError(`--record: line ${number} of "${path}" is not JSON`);
  }
}

/** A run of a preset on a reference log. */
export interface TrialRun extends Trial {
  kind: 'run';
  set: string;
  split: SplitRule;
  seed: number;
  /** Of graph, settings and data: a run of an earlier version has another one. */
  mark: string;
  /** Trainable, tables included. */
  parameters: number;
  /** Of the validation part at step `bestStep`, whose weights were tested: what they are chosen by, NDCG@10 or GAUC. */
  validation: number;
  bestStep: number;
  steps: number;
  stepsPerEpoch: number;
  seconds: number;
  adapter: string;
}

/**
 * Before anything is trained.
 * @throws UsageError where the record has runs of this trial that were made by another version of the preset, or of the
 * data
 */
export function refuseOther(
  runs: readonly ({ kind: 'baselines' } | TrialRun)[],
  asked: Trial & Pick<TrialRun, 'set' | 'split' | 'mark'>,
): void {
  const other = runs.some(
    (line) =>
      line.kind === 'run' &&
      line.set === asked.set &&
      line.split === asked.split &&
      isOf(line, asked) &&
      line.mark !== asked.mark,
  );
  if (other)
    throw new UsageError(
      `--record: its runs of "${trialName(asked)}" on ${asked.set} are of another version of the preset or the data; take another file`,
    );
}
