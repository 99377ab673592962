/** A chart as a file: its drawing, or a picture of it. */
import { saveFile } from './save-file';

/** Colours of the page in its theme, as a file can have them. */
export interface Palette {
  paper: string;
  ink: string;
  /** Behind bars. */
  track: string;
  user: string;
  item: string;
}

/** Tokens as they are computed: what draws outside the style sheets cannot read `light-dark()`. */
export function coloursOnScreen<Token extends string>(tokens: readonly Token[]): Record<Token, string> {
  const swatch = document.body.appendChild(document.createElement('span'));
  const colours = tokens.map((token) => {
    swatch.style.color = `var(${token})`;
    return [token, getComputedStyle(swatch).color] as const;
  });
  swatch.remove();
  return Object.fromEntries(colours) as Record<Token, string>;
}

export function paletteOnScreen(): Palette {
  const colours = coloursOnScreen(['--panel', '--ink', '--grid', '--user', '--item']);
  return {
    paper: colours['--panel'],
    ink: colours['--ink'],
    track: colours['--grid'],
    user: colours['--user'],
    item: colours['--item'],
  };
}

/** 'SE importance: gate' -> 'SE-importance-gate' */
const nameOf = (title: string): string => title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

export const saveText = (title: string, text: string, kind: 'csv' | 'svg'): void =>
  saveFile({
    fileName: `${nameOf(title)}.${kind}`,
    blob: new Blob([text], { type: kind === 'svg' ? 'image/svg+xml' : 'text/csv;charset=utf-8' }),
  });

/** Dots of a picture for each unit of the drawing: sharp in print and on a projector. */
const DENSITY = 2;

/** @param svg with its width and height, and nothing from outside */
export async function savePicture(title: string, svg: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [DENSITY * image.width, DENSITY * image.height];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    if (blob) saveFile({ fileName: `${nameOf(title)}.png`, blob });
  }, 'image/png');
}
