/** Curves over the steps of a run as an SVG document: lines, levels across them, both axes with their names. */
import type { Curve } from '../../lab/stores/thin';
import { spreadLabels, type EndLabel } from './labels';
import { EDGE, escaped, fitted, near, sheet, text, TOP, WIDTH, type Sheet } from './sheet';

export interface DrawnLine {
  name: string;
  curve: Curve;
  stroke: string;
  width: number;
  dash?: string;
}

/** A value that does not change with the steps. */
export interface DrawnLevel {
  name: string;
  value: number;
  stroke: string;
  dash: string;
}

export interface LineDrawing {
  /** The most important one first: it is drawn over the others. */
  lines: readonly DrawnLine[];
  levels: readonly DrawnLevel[];
  /** Ends of the axis of values. */
  domain: readonly [low: number, high: number];
  /** Ends of the axis of steps. */
  steps: readonly [first: number, last: number];
  axes: { steps: string; values: string };
  format(value: number): string;
  formatStep(step: number): string;
}

const [LEFT, GUTTER, LEAST_HEIGHT, LINE_HEIGHT] = [76, 150, 180, 14];
/** Points fewer than these are marked: a line through one cannot be seen. */
const MARKED = 3;

export function linesDrawn(head: Sheet, drawing: LineDrawing): string {
  const { lines, levels, domain, steps, axes, format, formatStep } = drawing;
  const { palette } = head;
  const isNamed = lines.length + levels.length > 1;
  const right = WIDTH - (isNamed ? GUTTER : EDGE);
  const height = Math.max(LEAST_HEIGHT, LINE_HEIGHT * (lines.length + levels.length + 1));
  const bottom = TOP + height;
  const x = (step: number): number =>
    LEFT + (steps[1] > steps[0] ? (step - steps[0]) / (steps[1] - steps[0]) : 1) * (right - LEFT);
  const y = (value: number): number =>
    TOP + (domain[1] > domain[0] ? 1 - (value - domain[0]) / (domain[1] - domain[0]) : 0.5) * height;
  const ticks = [0, 0.5, 1].map((share) => domain[0] + (domain[1] - domain[0]) * share);
  const quiet = { fill: palette.faint };
  const grid = ticks.flatMap((value) => [
    `<line x1="${LEFT}" x2="${right}" y1="${near(y(value))}" y2="${near(y(value))}" stroke="${palette.track}"/>`,
    text(LEFT - 8, y(value) + 4, format(value), { ...quiet, anchor: 'end' }),
  ]);
  const names = isNamed ? labelsOf(drawing, y).map((label) => nameAt(label, right, head)) : [];
  return sheet(head, bottom + 48, [
    ...grid,
    text(LEFT, bottom + 18, formatStep(steps[0]), quiet),
    text(right, bottom + 18, formatStep(steps[1]), { ...quiet, anchor: 'end' }),
    text((LEFT + right) / 2, bottom + 34, axes.steps, { ...quiet, anchor: 'middle' }),
    `<g transform="rotate(-90 ${EDGE + 4} ${TOP + height / 2})">${text(EDGE + 4, TOP + height / 2, fitted(axes.values, height), { ...quiet, anchor: 'middle' })}</g>`,
    ...levels.map(
      ({ name, value, stroke, dash }) =>
        `<g class="level"><title>${escaped(name)}</title><line x1="${LEFT}" x2="${right}" y1="${near(y(value))}" y2="${near(y(value))}" stroke="${stroke}" stroke-width="1.2" stroke-dasharray="${dash}"/></g>`,
    ),
    ...lines.toReversed().map((line) => lineDrawn(line, x, y)),
    ...names,
  ]);
}

type Place = (value: number) => number;

/** With a gap where a value is no number. */
function lineDrawn({ name, curve, stroke, width, dash }: DrawnLine, x: Place, y: Place): string {
  const points = curve.steps.map((step, at) => ({ step, value: curve.values[at] ?? Number.NaN }));
  const path = points
    .map(({ step, value }, at) => {
      if (!Number.isFinite(value)) return '';
      const isFirst = at === 0 || !Number.isFinite(points[at - 1]!.value);
      return `${isFirst ? 'M' : 'L'}${near(x(step))} ${near(y(value))}`;
    })
    .join('');
  const marks =
    points.length < MARKED
      ? points
          .filter(({ value }) => Number.isFinite(value))
          .map(({ step, value }) => `<circle cx="${near(x(step))}" cy="${near(y(value))}" r="2.5" fill="${stroke}"/>`)
      : [];
  return [
    `<g class="series"><title>${escaped(name)}</title>`,
    `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
    ...marks,
    '</g>',
  ].join('');
}

/** The names beside the plot, each at the height of its line as far as its neighbours allow. */
function labelsOf({ lines, levels, domain }: LineDrawing, y: Place): EndLabel[] {
  const end = ({ values }: Curve): number => values.findLast(Number.isFinite) ?? domain[0];
  const ends = [
    ...lines.map(({ name, curve }, at) => ({ text: name, y: y(end(curve)), strong: at === 0 })),
    ...levels.map(({ name, value }) => ({ text: name, y: y(value), strong: false })),
  ];
  return spreadLabels(ends, LINE_HEIGHT, y(domain[1]), y(domain[0]));
}

const nameAt = (label: EndLabel, right: number, { palette }: Sheet): string =>
  text(right + 8, label.y + 4, fitted(label.text, GUTTER - 8 - EDGE), {
    fill: label.strong ? palette.ink : palette.soft,
    bold: label.strong,
  });
