/** Sizes of drawn nodes, known before they are drawn so that the layout needs no second pass. */
import type { Size } from './layout';

const NODE_WIDTH = 172;
const NODE_HEIGHT = 54;
const TITLE_HEIGHT = 24;
const CHIP_HEIGHT = 22;
const CHIP_GAP = 4;
const CHIP_PAD = 17;

/** Width of a text in the chips' 11 px, on the safe side: full-width characters count double. */
export const textWidth = (text: string): number => [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 11.5 : 6.5), 0);

/** Rows that chips need in a width. */
export function chipRows(texts: readonly string[], width: number): number {
  let rows = texts.length ? 1 : 0;
  let x = 0;
  for (const text of texts) {
    const chip = Math.min(width, textWidth(text) + CHIP_PAD);
    if (x > 0 && x + chip > width) {
      rows++;
      x = 0;
    }
    x += chip + CHIP_GAP;
  }
  return rows;
}

export const blockSize: Size = { width: NODE_WIDTH, height: NODE_HEIGHT };
export const objectiveSize: Size = { width: 264, height: NODE_HEIGHT };

/** @param share how many inputs stand beside each other in the lane. */
export function inputSize(texts: readonly string[], title: string, shape: string, share: number): Size {
  const most = share > 1 ? 172 : 300;
  const wanted = texts.reduce((sum, text) => sum + textWidth(text) + CHIP_PAD + CHIP_GAP, -CHIP_GAP);
  const width = Math.round(Math.min(most, Math.max(wanted, textWidth(title) * 1.1 + textWidth(shape) + 34, 96)));
  const rows = chipRows(texts, width);
  return { width, height: TITLE_HEIGHT + rows * CHIP_HEIGHT + Math.max(0, rows - 1) * CHIP_GAP };
}

export const chipsHeight = (texts: readonly string[], width: number): number => {
  const rows = chipRows(texts, width);
  return rows * (CHIP_HEIGHT + CHIP_GAP);
};
