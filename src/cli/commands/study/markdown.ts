/** Tables as Markdown, and what stands in their cells. */
import type { Interval } from '../../../lab/evaluate/bootstrap';
import { digits } from '../../../lab/studies/judging/digits';
import type { TrialRun } from './record';

export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Where there is nothing to say. */
export const NONE = '–';

export const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

export const spreadOf = ({ difference, low, high }: Interval): string =>
  `${digits(difference)} ± ${digits((high - low) / 2)}`;

const signed = (value: number): string => `${value < 0 ? '' : '+'}${digits(value)}`;

/** "+.0080 (-.0043 to +.0189) ≈" */
export const differenceOf = (interval: Interval | null): string =>
  interval
    ? `${signed(interval.difference)} (${signed(interval.low)} to ${signed(interval.high)}) ${sign(interval)}`
    : NONE;

/** Above, below, or not told apart. */
export const sign = (interval: Interval | null): string =>
  !interval ? '' : interval.low > 0 ? '▲' : interval.high < 0 ? '▼' : '≈';

export const RUN_HEAD: readonly string[] = ['parameters', 'best epoch (of)', 'seeds'];

/** Under `RUN_HEAD`; a baseline has no runs. */
export const runCells = (runs: readonly TrialRun[]): string[] =>
  runs.length === 0
    ? RUN_HEAD.map(() => NONE)
    : [
        [...new Set(runs.map(({ parameters }) => parameters.toLocaleString('en')))].join(', '),
        `${mean(runs.map(({ bestStep, stepsPerEpoch }) => bestStep / stepsPerEpoch)).toFixed(1)} (${mean(runs.map(({ steps, stepsPerEpoch }) => steps / stepsPerEpoch)).toFixed(1)})`,
        `${runs.length}`,
      ];
