/** The sheet of a chart that is taken home: an SVG document of texts and shapes that needs nothing from outside. */
import { textWidth } from '../controls/text-width';

/** Colours and type of the page in its theme, as a file can have them. */
export interface Palette {
  paper: string;
  ink: string;
  soft: string;
  faint: string;
  /** Behind bars, and lines across a plot. */
  track: string;
  reference: string;
  user: string;
  item: string;
  /** Families, the first one that is there. */
  font: string;
}

export interface Sheet {
  title: string;
  /** For those who do not see it. */
  summary: string;
  palette: Palette;
}

export const WIDTH = 640;
/** Of the paper around everything. */
export const EDGE = 16;
/** Where what is drawn begins, below the title. */
export const TOP = 44;
const FONT_SIZE = 12;

// What XML cannot hold, not even escaped.
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Cs}]/gu;

export const escaped = (text: string): string =>
  text
    .replace(FORBIDDEN, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** As much of a text as `width` units hold. */
export function fitted(text: string, width: number): string {
  const scale = FONT_SIZE / 11;
  if (textWidth(text) * scale <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join('')}…`) * scale > width) letters.pop();
  return `${letters.join('')}…`;
}

interface TextStyle {
  anchor?: 'start' | 'middle' | 'end';
  fill?: string;
  bold?: boolean;
}

export const text = (x: number, y: number, content: string, { anchor, fill, bold }: TextStyle = {}): string =>
  `<text x="${near(x)}" y="${near(y)}"${anchor ? ` text-anchor="${anchor}"` : ''}${fill ? ` fill="${fill}"` : ''}${bold ? ' font-weight="600"' : ''}>${escaped(content)}</text>`;

/** A coordinate: a hundredth of a unit is finer than any screen. */
export const near = (x: number): number => Number(x.toFixed(2));

/** @param height of all, the title included */
export function sheet({ title, summary, palette }: Sheet, height: number, body: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${escaped(palette.font)}" font-size="${FONT_SIZE}" fill="${palette.ink}" role="img">`,
    `<title>${escaped(title)}</title><desc>${escaped(summary)}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="${palette.paper}"/>`,
    `<text x="${EDGE}" y="24" font-size="14" font-weight="600">${escaped(fitted(title, (WIDTH - 2 * EDGE) * 0.85))}</text>`,
    ...body,
    '</svg>',
  ].join('\n');
}
