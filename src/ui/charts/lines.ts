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
  /** A shape of 10 x 10 units, at its end and beside its name. */
  mark?: string;
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

const [LEFT, GUTTER, LEAST_HEIGHT, LINE_HEIGHT, MARK] = [76, 190, 180, 14, 10];
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
  const names = isNamed ? namesOf(drawing, y).flatMap((name) => nameAt(name, right, head)) : [];
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
function lineDrawn({ name, curve, stroke, width, dash, mark }: DrawnLine, x: Place, y: Place): string {
  const points = curve.steps.map((step, at) => ({ step, value: curve.values[at] ?? Number.NaN }));
  const path = points
    .map(({ step, value }, at) => {
      if (!Number.isFinite(value)) return '';
      const isFirst = at === 0 || !Number.isFinite(points[at - 1]!.value);
      return `${isFirst ? 'M' : 'L'}${near(x(step))} ${near(y(value))}`;
    })
    .join('');
  const end = points.findLast(({ value }) => Number.isFinite(value));
  const dots =
    points.length < MARKED
      ? points
          .filter(({ value }) => Number.isFinite(value))
          .map(({ step, value }) => `<circle cx="${near(x(step))}" cy="${near(y(value))}" r="2.5" fill="${stroke}"/>`)
      : [];
  return [
    `<g class="series"><title>${escaped(name)}</title>`,
    `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
    ...dots,
    mark && end ? markAt(mark, x(end.step), y(end.value), stroke) : '',
    '</g>',
  ].join('');
}

const markAt = (mark: string, x: number, y: number, fill: string): string =>
  `<path class="mark" d="${mark}" transform="translate(${near(x - MARK / 2)} ${near(y - MARK / 2)})" fill="${fill}"/>`;

interface Name extends EndLabel {
  mark?: string;
}

/** The names beside the plot, each at the height of its line as far as its neighbours allow. */
function namesOf({ lines, levels, domain }: LineDrawing, y: Place): Name[] {
  const end = ({ values }: Curve): number => values.findLast(Number.isFinite) ?? domain[0];
  const names: Name[] = [
    ...lines.map(({ name, curve, mark }, at) => ({
      text: name,
      y: y(end(curve)),
      strong: at === 0,
      ...(mark ? { mark } : {}),
    })),
    ...levels.map(({ name, value }) => ({ text: name, y: y(value), strong: false })),
  ];
  return spreadLabels(names, LINE_HEIGHT, y(domain[1]), y(domain[0]));
}

function nameAt({ text: content, y, strong, mark }: Name, right: number, { palette }: Sheet): string[] {
  const from = right + 8 + (mark ? MARK + 4 : 0);
  return [
    ...(mark ? [markAt(mark, right + 8 + MARK / 2, y, palette.soft)] : []),
    text(from, y + 4, fitted(content, WIDTH - EDGE - from), {
      fill: strong ? palette.ink : palette.soft,
      bold: strong,
    }),
  ];
}
