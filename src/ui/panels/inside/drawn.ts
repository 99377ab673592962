/** Figures as SVG documents to take home: texts as texts, and colours that need no style sheet. */
import type { Palette } from '../../controls/chart-file';
import type { Curve } from '../../../lab/stores/thin';
import type { LiveValue, Scale } from '../../live';

const WIDTH = 640;
const ROW = 24;
const TOP = 44;
const LABEL = 200;
const VALUE = 140;

interface Sheet {
  title: string;
  summary: string;
  palette: Palette;
  /** Of bars and lines. */
  hue: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const text = (x: number, y: number, content: string, anchor: 'start' | 'end' = 'start'): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;
const near = (x: number): number => Number(x.toFixed(2));

function sheet({ title, summary, palette: { ink, paper } }: Sheet, height: number, body: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="${ink}" role="img">`,
    `<title>${escaped(title)}</title><desc>${escaped(summary)}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="${paper}"/>`,
    `<text x="16" y="24" font-size="14" font-weight="600">${escaped(title)}</text>`,
    ...body,
    '</svg>',
  ].join('\n');
}

/** A bar for each value, with the ends of their axis below. */
export function barsDrawn(
  head: Sheet,
  values: readonly Omit<LiveValue, 'curve'>[],
  scale: Scale,
  format: (value: number) => string,
): string {
  const { hue, palette } = head;
  const { ink, track } = palette;
  const length = WIDTH - 32 - LABEL - VALUE;
  const left = 16 + LABEL;
  const bottom = TOP + values.length * ROW;
  const rows = values.flatMap(({ label, mean, spread, planted }, at) => {
    const y = TOP + at * ROW;
    const { from, size } = scale.bar(mean);
    return [
      text(16, y + 14, label),
      `<rect x="${left}" y="${y + 4}" width="${length}" height="12" fill="${track}"/>`,
      `<rect x="${near(left + from * length)}" y="${y + 4}" width="${near(size * length)}" height="12" fill="${hue}"/>`,
      planted === undefined
        ? ''
        : `<rect x="${near(left + planted * length - 1)}" y="${y + 1}" width="2" height="18" fill="${ink}"/>`,
      text(WIDTH - 16, y + 14, spread > 0 ? `${format(mean)} ± ${format(spread)}` : format(mean), 'end'),
    ];
  });
  const line =
    scale.line === null
      ? ''
      : `<line x1="${near(left + scale.line * length)}" x2="${near(left + scale.line * length)}" y1="${TOP}" y2="${bottom}" stroke="${ink}"/>`;
  return sheet(head, bottom + 32, [
    ...rows,
    line,
    text(left, bottom + 16, format(scale.low)),
    text(left + length, bottom + 16, format(scale.high), 'end'),
  ]);
}

/** The course of one value over the steps, the ends of both axes beside it. */
export function courseDrawn(
  head: Sheet,
  { steps, values }: Curve,
  [low, high]: readonly [low: number, high: number],
  format: (value: number) => string,
): string {
  const [left, width, height] = [80, WIDTH - 96, 140];
  const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 1];
  const points = values.map((value, at) => {
    const x = left + (last > first ? ((steps[at]! - first) / (last - first)) * width : width);
    const y = TOP + (high > low ? (1 - (value - low) / (high - low)) * height : height / 2);
    return `${near(x)},${near(y)}`;
  });
  return sheet(head, TOP + height + 40, [
    `<polyline points="${points.join(' ')}" fill="none" stroke="${head.hue}" stroke-width="1.5"/>`,
    text(left - 8, TOP + 8, format(high), 'end'),
    text(left - 8, TOP + height, format(low), 'end'),
    text(left, TOP + height + 20, String(first)),
    text(left + width, TOP + height + 20, String(last), 'end'),
  ]);
}
