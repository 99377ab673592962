/** Tables as Markdown, and what stands in their cells. */
import type { Interval } from '../../../lab/evaluate/bootstrap';
import { digits } from '../../../lab/studies/judging/digits';

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
