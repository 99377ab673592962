/** Direct labels at the right end of lines: as close to their line as their neighbours allow. */

export interface EndLabel {
  text: string;
  y: number;
  strong: boolean;
  /** The run whose mark stands before the text; undefined where it is that of none. */
  run?: string;
}

/**
 * @returns the labels with `y` moved apart to at least `gap` pixels, inside [top, bottom], in the order of their lines.
 */
export function spreadLabels<T extends EndLabel>(labels: readonly T[], gap: number, top: number, bottom: number): T[] {
  const placed = labels.map((label) => ({ ...label })).sort((a, b) => a.y - b.y);
  let floor = top;
  for (const label of placed) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = bottom;
  for (const label of placed.toReversed()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  return placed;
}

/** A round axis end at or above the value: 1, 2, 2.5 or 5 times a power of ten. */
export function niceEnd(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10].find((f) => f * power >= value * 0.999) ?? 10;
  return factor * power;
}
