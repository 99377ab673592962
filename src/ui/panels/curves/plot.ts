/** Where steps and values lie in the pixels of a chart. */

/** Room for the longest name of a line, right of the plot. */
export const GUTTER = 100;
export const AXIS_WIDTH = 38;
export const TOP = 6;
export const FOOT = 18;

export interface Plot {
  width: number;
  height: number;
  domain: readonly [low: number, high: number];
  lastStep: number;
  /** What stands beside it, each with a name. */
  beside: readonly unknown[];
  references: readonly unknown[];
}

/** Pixels right of the plot. */
export const rightOf = ({ references, beside }: Pick<Plot, 'references' | 'beside'>): number =>
  references.length + beside.length > 0 ? GUTTER : 6;

/** Pixels from the left. */
export const leftOf = (step: number, plot: Omit<Plot, 'height' | 'domain'>): number =>
  AXIS_WIDTH + (step / plot.lastStep) * (plot.width - AXIS_WIDTH - rightOf(plot));

/** The one of these steps that is the nearest to so many pixels from the left; null without one. */
export function stepAt(x: number, steps: readonly number[], plot: Omit<Plot, 'height' | 'domain'>): number | null {
  const away = (step: number): number => Math.abs(leftOf(step, plot) - x);
  return steps.reduce<number | null>((best, step) => (best !== null && away(best) <= away(step) ? best : step), null);
}

/** Pixels from the top. */
export const heightOf = (value: number, { height, domain }: Pick<Plot, 'height' | 'domain'>): number =>
  TOP + (1 - (value - domain[0]) / (domain[1] - domain[0])) * (height - TOP - FOOT);
