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
  const { ink, faint } = head.palette;
  const all = groups.flatMap(({ bars }) => bars);
  const range = rangeOf(all.flatMap(({ curve }) => (curve ? [curve] : [])));
  const left = EDGE + LABEL;
  const length = WIDTH - EDGE - VALUE - (range ? COURSE + GAP : 0) - left;
  const body: string[] = [];
  let y = TOP;
  for (const { title, bars } of groups) {
    if (title !== '') body.push(text(EDGE, (y += ROW) - 8, fitted(title, WIDTH - 2 * EDGE), { bold: true }));
    const begin = y;
    for (const bar of bars) {
      body.push(...barDrawn(head, drawing, bar, { left, length, y }));
      if (range && bar.curve) body.push(courseDrawn(bar.curve, range, left + length + GAP, y, drawing.hue));
      y += ROW;
    }
    const origin = near(left + (scale.line ?? 0) * length);
    if (scale.line !== null) body.push(`<line x1="${origin}" x2="${origin}" y1="${begin}" y2="${y}" stroke="${ink}"/>`);
  }
  const quiet = { fill: faint };
  body.push(
    text(left, y + 16, format(scale.low), quiet),
    text(left + length, y + 16, format(scale.high), { ...quiet, anchor: 'end' }),
    text(EDGE, y + 16, fitted(axis, LABEL - GAP), quiet),
  );
  if (range) body.push(text(left + length + GAP, y + 16, `${format(range[0])} – ${format(range[1])}`, quiet));
  return sheet(head, y + 32, body);
}

interface At {
  left: number;
  length: number;
  y: number;
}

function barDrawn({ palette }: Sheet, { scale, hue, format }: BarDrawing, bar: DrawnBar, at: At): string[] {
  const { left, length, y } = at;
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
