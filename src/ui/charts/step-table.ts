/** The numbers of a chart as a table: on screen, copied, and in its file. */
import type { Curve } from '../../lab/stores/thin';

/** The heading first; null where there is no number. */
export type Cells = readonly (readonly (string | number | null)[])[];

interface NamedCurve {
  name: string;
  curve: Curve;
}

/** Of a line that is as high at every step. */
interface Level {
  name: string;
  value: number;
}

/**
 * A row for each step at which a line has a point, a column for each line; levels are in every row.
 * @param axis what steps are called
 */
export function stepTable(axis: string, lines: readonly NamedCurve[], levels: readonly Level[] = []): Cells {
  const columns = lines.map(({ curve }) => new Map(curve.steps.map((step, at) => [step, curve.values[at] ?? null])));
  const steps = [...new Set(columns.flatMap((column) => [...column.keys()]))].toSorted((a, b) => a - b);
  return [
    [axis, ...lines.map(({ name }) => name), ...levels.map(({ name }) => name)],
    ...steps.map((step) => [
      step,
      ...columns.map((column) => column.get(step) ?? null),
      ...levels.map(({ value }) => value),
    ]),
  ];
}
