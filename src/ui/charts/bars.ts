/** Amounts as an SVG document: a bar for each, its course over the run beside it where there is one. */
import type { Curve } from '../../lab/stores/thin';
import type { Scale } from '../live';
import { EDGE, fitted, near, sheet, text, TOP, WIDTH, type Sheet } from './sheet';

export interface DrawnBar {
  label: string;
  mean: number;
  spread: number;
  /** What the world planted, as a share of the axis. */
  planted?: number;
  curve?: Curve;
}

export interface BarDrawing {
  /** Bars under a title of their own; '' for none. */
  groups: readonly { title: string; bars: readonly DrawnBar[] }[];
  scale: Scale;
  /** Of bars and courses. */
  hue: string;
  /** What the axis of the bars measures. */
  axis: string;
  format(value: number): string;
}

const [ROW, LABEL, VALUE, COURSE, GAP] = [24, 180, 110, 90, 12];

export function barsDrawn(head: Sheet, drawing: BarDrawing): string {
  const { groups, scale, format, axis } = drawing;
  const quiet = { fill: head.palette.faint };
  const range = rangeOf(groups.flatMap(({ bars }) => bars.flatMap(({ curve }) => (curve ? [curve] : []))));
  const left = EDGE + LABEL;
  const at = { left, length: WIDTH - EDGE - VALUE - (range ? COURSE + GAP : 0) - left, range };
  const tops: number[] = [];
  const bottom = groups.reduce((y, group) => {
    tops.push(y);
    return y + ROW * (group.bars.length + titleRows(group));
  }, TOP);
  return sheet(head, bottom + 32, [
    ...groups.flatMap((group, n) => groupDrawn(head, drawing, group, tops[n]!, at)),
    text(left, bottom + 16, format(scale.low), quiet),
    text(left + at.length, bottom + 16, format(scale.high), { ...quiet, anchor: 'end' }),
    text(EDGE, bottom + 16, fitted(axis, LABEL - GAP), quiet),
    ...(range ? [text(left + at.length + GAP, bottom + 16, `${format(range[0])} – ${format(range[1])}`, quiet)] : []),
  ]);
}

type Group = BarDrawing['groups'][number];

const titleRows = ({ title }: Group): number => (title === '' ? 0 : 1);

function groupDrawn(head: Sheet, drawing: BarDrawing, group: Group, top: number, at: At): string[] {
  const { scale, hue } = drawing;
  const first = top + ROW * titleRows(group);
  const origin = near(at.left + (scale.line ?? 0) * at.length);
  return [
    ...(group.title === '' ? [] : [text(EDGE, first - 8, fitted(group.title, WIDTH - 2 * EDGE), { bold: true })]),
    ...group.bars.flatMap((bar, n) => {
      const y = first + n * ROW;
      const course = at.range && bar.curve ? [courseDrawn(bar.curve, at.range, at.left + at.length + GAP, y, hue)] : [];
      return [...barDrawn(head, drawing, bar, y, at), ...course];
    }),
    ...(scale.line === null
      ? []
      : [
          `<line x1="${origin}" x2="${origin}" y1="${first}" y2="${first + ROW * group.bars.length}" stroke="${head.palette.ink}"/>`,
        ]),
  ];
}

/** Where all bars lie, and what all courses are drawn in. */
interface At {
  left: number;
  length: number;
  range: Range | null;
}

function barDrawn(
  { palette }: Sheet,
  { scale, hue, format }: BarDrawing,
  bar: DrawnBar,
  y: number,
  { left, length }: At,
): string[] {
  const { from, size } = scale.bar(bar.mean);
  const value = bar.spread > 0 ? `${format(bar.mean)} ± ${format(bar.spread)}` : format(bar.mean);
  return [
    text(EDGE, y + 14, fitted(bar.label, LABEL - GAP)),
    `<rect x="${left}" y="${y + 4}" width="${length}" height="12" fill="${palette.track}"/>`,
    `<rect class="bar" x="${near(left + from * length)}" y="${y + 4}" width="${near(size * length)}" height="12" fill="${hue}"/>`,
    ...(bar.planted === undefined
      ? []
      : [
          `<rect class="planted" x="${near(left + bar.planted * length - 1)}" y="${y + 1}" width="2" height="18" fill="${palette.ink}"/>`,
        ]),
    text(WIDTH - EDGE, y + 14, value, { anchor: 'end' }),
  ];
}

type Range = readonly [low: number, high: number];

/** What all courses are drawn in; null without one. */
function rangeOf(curves: readonly Curve[]): Range | null {
  const values = curves.flatMap((curve) => curve.values).filter(Number.isFinite);
  if (values.length === 0) return null;
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

function courseDrawn({ steps, values }: Curve, [low, high]: Range, left: number, top: number, hue: string): string {
  const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 1];
  const points = values.map((value, at) => {
    const x = left + (last > first ? (steps[at]! - first) / (last - first) : 1) * COURSE;
    const y = top + 2 + (high > low ? 1 - (value - low) / (high - low) : 0.5) * (ROW - 8);
    return `${near(x)},${near(y)}`;
  });
  return `<polyline class="course" points="${points.join(' ')}" fill="none" stroke="${hue}" stroke-width="1.4"/>`;
}
