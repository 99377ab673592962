import type { OwnProblem } from '../block';
import type { PortOf } from '../../document/ports';

/**
 * How many events sequences of one past have, and numbers each of their events; or the problem: they must be of one
 * past, and equally long.
 */
export function inferEvents(
  sequences: readonly PortOf<'sequence'>[],
): { length: number; width: number; past: string } | OwnProblem {
  const [past = ''] = sequences.map((sequence) => sequence.past);
  if (sequences.some((other) => other.past !== past)) return { code: 'pasts-differ', field: 'sequence', values: {} };
  const lengths = sequences.map(({ length }) => length);
  const [length = 0] = lengths;
  if (lengths.some((other) => other !== length))
    return { code: 'lengths-differ', field: 'sequence', values: { lengths: lengths.join(', ') } };
  return { length, width: widthOf(sequences), past };
}

export const widthOf = (sequences: readonly PortOf<'sequence'>[]): number =>
  sequences.reduce((sum, { names, width }) => sum + names.length * width, 0);
