/** A chart as a file: its numbers, its drawing, or a picture of it. */
import { copiedTable } from '../controls/copied-table';
import { saveFile } from '../controls/save-file';
import { coloursOnScreen } from './colours';
import type { Palette } from './sheet';
import type { Cells } from './step-table';

export function paletteOnScreen(): Palette {
  const colours = coloursOnScreen([
    '--panel',
    '--ink',
    '--soft',
    '--faint',
    '--grid',
    '--reference',
    '--user',
    '--item',
  ]);
  return {
    paper: colours['--panel'],
    ink: colours['--ink'],
    soft: colours['--soft'],
    faint: colours['--faint'],
    track: colours['--grid'],
    reference: colours['--reference'],
    user: colours['--user'],
    item: colours['--item'],
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** Letters of each part of a file's name at most: file systems take some 250 bytes, and a letter may have three. */
const LONGEST = 36;

/** 'SE importance: gate' -> 'SE-importance-gate' */
const stemOf = (text: string): string =>
  [...text.replace(/[^\p{L}\p{N}]+/gu, '-')].slice(0, LONGEST).join('').replace(/^-|-$/g, '');

/**
 * 'Two-towers-HR-10-step-96'
 * @param run its title; '' where it has none
 * @param step the last one that is drawn
 */
export const chartFileName = (run: string, chart: string, step: number): string =>
  [...[run, chart].map(stemOf).filter((part) => part !== ''), 'step', step].join('-');

export const saveTable = (name: string, rows: Cells): void =>
  saveFile({
    fileName: `${name}.csv`,
    blob: new Blob([copiedTable(rows.map((row) => row.map((cell) => cell ?? '')))], { type: 'text/csv;charset=utf-8' }),
  });

export const saveDrawing = (name: string, svg: string): void =>
  saveFile({ fileName: `${name}.svg`, blob: new Blob([svg], { type: 'image/svg+xml' }) });

/** Dots of a picture for each unit of the drawing: sharp in print and on a projector. */
const DENSITY = 2;

/** @param svg with its width and height, and nothing from outside */
export async function savePicture(name: string, svg: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [DENSITY * image.width, DENSITY * image.height];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    if (blob) saveFile({ fileName: `${name}.png`, blob });
  }, 'image/png');
}
