/**
 * The record of a study: one JSON object per line and finished run, appended as runs end, so that an interrupted study
 * goes on where it stopped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from '../../usage-error';
import { appendWhole } from '../../whole-file';

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
