/** Sizes of drawn nodes, known before they are drawn so that the layout needs no second pass. */
import type { Side } from '../../model/document/graph';
import { textWidth } from '../controls/text-width';
import type { Size } from './layout/geometry';

const NODE_WIDTH = 176;
/** Of the match and the objectives. */
const TOP_WIDTH = 216;
const SLIM_WIDTH = 142;
/** Of the title of an input: its marker, the shape or the badge, and the space around them. */
const BESIDE_TITLE = 52;
const NODE_HEIGHT = 54;
/** Of a node with a gauge and nothing to say beside it. */
const HEAD_HEIGHT = 36;
/** What a finger meets. */
const LEAST_HEIGHT = 40;
const TITLE_HEIGHT = 26;
const GAUGE_PAD = 5;
const GAUGE_ROW = 17;
const GAUGE_COLUMNS = 30;
/** More live values than these stand as columns. */
export const MOST_GAUGE_BARS = 6;
/**
 * More than these are positions rather than names: the first and the last are named, and not the highest and the
 * lowest.
 */
export const MOST_NAMED_COLUMNS = 16;
/** A drawing of more inputs and folded channels than this, both towers counted, has slimmer nodes that stand closer. */
const MOST_WIDE_INPUTS = 6;
const CHIP_HEIGHT = 22;
const CHIP_GAP = 4;
const CHIP_PAD = 18;
/** Chips are set in 12 px, a little wider than what texts are measured in. */
const CHIP_SCALE = 12 / 11;
/** Rows of chips on a node; what has no room is counted. */
const MOST_CHIP_ROWS = 3;

const chipWidth = (text: string): number => textWidth(text) * CHIP_SCALE + CHIP_PAD;

/** Rows that chips need in a width. */
export function chipRows(texts: readonly string[], width: number): number {
  let rows = texts.length ? 1 : 0;
  let x = 0;
  for (const text of texts) {
    const chip = Math.min(width, chipWidth(text));
    if (x > 0 && x + chip > width) {
      rows++;
      x = 0;
    }
    x += chip + CHIP_GAP;
  }
  return rows;
}

/** How many of the chips have room on a node, beside a last one that counts the others. */
export function chipsWithRoom(texts: readonly string[], width: number): number {
  if (chipRows(texts, width) <= MOST_CHIP_ROWS) return texts.length;
  let n = texts.length - 1;
  while (n > 1 && chipRows([...texts.slice(0, n), `+${texts.length - n}`], width) > MOST_CHIP_ROWS) n--;
  return n;
}

export const isSlim = (inputs: number): boolean => inputs > MOST_WIDE_INPUTS;
/** Between nodes that stand beside each other. */
export const gapOf = (slim: boolean): number => (slim ? 8 : 16);

interface Drawn {
  side: Side;
  summary: string;
  gauge: { labels: readonly unknown[] } | null;
}

/** Without a summary a block is lower where live values stand in its place, and an objective always. */
export function blockSize({ side, summary, gauge }: Drawn, slim: boolean): Size {
  const values = gauge?.labels.length ?? 0;
  const rows = values <= MOST_GAUGE_BARS ? values : values > MOST_NAMED_COLUMNS ? 1 : 2;
  const below = values === 0 ? 0 : GAUGE_PAD + rows * GAUGE_ROW + (values > MOST_GAUGE_BARS ? GAUGE_COLUMNS : 0);
  const isTop = side === 'match' || side === 'objective';
  return {
    width: isTop ? TOP_WIDTH : slim ? SLIM_WIDTH : NODE_WIDTH,
    height: Math.max(
      LEAST_HEIGHT,
      (!summary && (below > 0 || side === 'objective') ? HEAD_HEIGHT : NODE_HEIGHT) + below,
    ),
  };
}

/** @param share how many inputs stand beside each other in the lane */
export function inputSize(texts: readonly string[], title: string, share: number, slim: boolean): Size {
  const most = slim ? SLIM_WIDTH : share > 1 ? NODE_WIDTH : 300;
  const wanted = texts.reduce((sum, text) => sum + chipWidth(text) + CHIP_GAP, -CHIP_GAP);
  const width = Math.round(Math.min(most, Math.max(wanted, textWidth(title) * 1.2 + BESIDE_TITLE, 110)));
  const rows = Math.min(MOST_CHIP_ROWS, chipRows(texts, width));
  return { width, height: TITLE_HEIGHT + rows * CHIP_HEIGHT + Math.max(0, rows - 1) * CHIP_GAP + 2 };
}

export const chipsHeight = (texts: readonly string[], width: number): number => {
  const rows = chipRows(texts, width);
  return rows * (CHIP_HEIGHT + CHIP_GAP);
};
