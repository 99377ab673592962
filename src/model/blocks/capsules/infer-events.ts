import type { OwnProblem } from '../../block';
import type { PortOf } from '../../ports';

/** How many events sequences of one past have, and numbers each of their events; or the problem: they must be equally long. */
export function inferEvents(sequences: readonly PortOf<'sequence'>[]): { length: number; width: number } | OwnProblem {
  const lengths = sequences.map(({ length }) => length);
  const [length = 0] = lengths;
  if (lengths.some((other) => other !== length)) return { code: 'lengths-differ', field: 'sequence', values: { lengths: lengths.join(', ') } };
  return { length, width: widthOf(sequences) };
}

export const widthOf = (sequences: readonly PortOf<'sequence'>[]): number => sequences.reduce((sum, { names, width }) => sum + names.length * width, 0);
