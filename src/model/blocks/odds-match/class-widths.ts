/** Click, no click, bad. */
export const CLASSES = 3;

/** What a click is held against. */
export type Against = 'either' | 'bad' | 'no-click';

/** Places of the classes other than the click that are served. */
const SERVED: Readonly<Record<Against, readonly number[]>> = { either: [1, 2], bad: [2], 'no-click': [1] };

/** Widths of the parts of click, no click and bad: as equal as whole numbers allow. @param width from 3 */
export const classWidths = (width: number): [number, number, number] => {
  const [click, none] = [Math.ceil(width / 3), Math.ceil((width - 1) / 3)];
  return [click, none, width - click - none];
};

/** The part of the click, and those that it is held against. @param parts of the classes, in their order */
export const servedParts = <T>(parts: readonly T[], against: Against): [click: T, others: T[]] => [
  parts[0]!,
  SERVED[against].map((place) => parts[place]!),
];

export function servedWidth(widths: readonly number[], against: Against): number {
  const [click, others] = servedParts(widths, against);
  return others.reduce((a, b) => a + b, click);
}
