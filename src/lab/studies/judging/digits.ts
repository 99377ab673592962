import { interval } from '../../evaluate/interval';

/** `.1234`, `-.5000`, `1.2000`: shares are read by their digits. */
export const digits = (value: number): string => value.toFixed(4).replace(/^(-?)0\./, '$1.');

/** Mean over seeds, with half of its 95 % interval where there are several; a dash where there is none. */
export function spread(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const { mean, half } = interval(values);
  return half === null ? digits(mean) : `${digits(mean)} ± ${digits(half)}`;
}
