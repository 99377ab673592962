/** Fifth step: from rows and distances to places on the board. */
import { LANE_SIDES, type LaneSide, type Place, type Size } from './geometry';
import type { Lane } from './lane';
import type { Layers } from './layers';

const LEAST_LANE_WIDTH = 340;
const LANE_GAP = 20;
const LANE_PAD = 14;
/** Above the highest layer of a lane, beside the pad. */
const LANE_HEAD = 4;
const LAYER_GAP = 30;

/** Where edges pass a layer: a straight piece, upward from its bottom to its top. */
export interface Passage {
  x: number;
  top: number;
  bottom: number;
}

/** The whole board's size and what stands on it. */
export interface Placing extends Size {
  /** By node. */
  places: Map<string, Place>;
  /** By `passageId`. */
  passages: Map<string, Passage>;
  lanes: Record<LaneSide, Place>;
}

/** What stands somewhere, and the y at which what follows begins. */
type Placed<T> = T & { end: number };
type Column = Pick<Place, 'x' | 'width'>;

/** Match and objectives in the middle at the top, below them the lanes side by side, their layers level. */
export function placeNodes(
  layers: Layers,
  lanes: Record<LaneSide, Lane>,
  sizeOf: (nodeId: string) => Size,
  footer: Record<LaneSide, number>,
  gap: number,
): Placing {
  const columns = columnsOf(lanes);
  const top = placeTop(layers.top, columns.user.width + LANE_GAP / 2, sizeOf, gap);
  const inLanes = placeLayers(lanes, columns, layers.bottom, top.end + LANE_PAD + LANE_HEAD);
  const height = inLanes.end + LANE_PAD + Math.max(footer.user, footer.item) - top.end;
  return {
    width: columns.item.x + columns.item.width,
    height: top.end + height,
    places: new Map([...top.places, ...inLanes.places]),
    passages: inLanes.passages,
    lanes: {
      user: { ...columns.user, y: top.end, height },
      item: { ...columns.item, y: top.end, height },
    },
  };
}

function columnsOf(lanes: Record<LaneSide, Lane>): Record<LaneSide, Column> {
  const user = laneWidth(lanes.user);
  return { user: { x: 0, width: user }, item: { x: user + LANE_GAP, width: laneWidth(lanes.item) } };
}

function laneWidth({ rows }: Lane): number {
  const reach = rows.flat().map((slot) => Math.abs(slot.x) + slot.width / 2);
  return Math.max(LEAST_LANE_WIDTH, 2 * (Math.max(0, ...reach) + LANE_PAD));
}

/** Rows around a centre, each node at the bottom of its row. */
function placeTop(
  rows: readonly (readonly string[])[],
  centre: number,
  sizeOf: (nodeId: string) => Size,
  gap: number,
): Placed<{ places: Map<string, Place> }> {
  const places = new Map<string, Place>();
  let y = 0;
  for (const row of rows) {
    const height = Math.max(...row.map((id) => sizeOf(id).height));
    let x = centre - (row.reduce((sum, id) => sum + sizeOf(id).width, 0) + gap * (row.length - 1)) / 2;
    for (const id of row) {
      const size = sizeOf(id);
      places.set(id, { ...size, x, y: y + height - size.height });
      x += size.width + gap;
    }
    y += height + LAYER_GAP;
  }
  return { places, end: y };
}

/** A layer is as high as its highest node in either lane; nodes stand in its middle, fields at its top. */
function placeLayers(
  lanes: Record<LaneSide, Lane>,
  columns: Record<LaneSide, Column>,
  bottom: number,
  start: number,
): Placed<Pick<Placing, 'places' | 'passages'>> {
  const places = new Map<string, Place>();
  const passages = new Map<string, Passage>();
  let y = start;
  for (let layer = 0; layer <= bottom; layer++) {
    const slots = LANE_SIDES.flatMap((side) => (lanes[side].rows[layer] ?? []).map((slot) => ({ side, slot })));
    const height = Math.max(0, ...slots.map(({ slot }) => slot.height));
    for (const { side, slot } of slots) {
      const x = columns[side].x + columns[side].width / 2 + slot.x;
      if (slot.isPassage) passages.set(slot.id, { x, top: y, bottom: y + height });
      else
        places.set(slot.id, {
          x: x - slot.width / 2,
          y: layer === bottom ? y : y + (height - slot.height) / 2,
          width: slot.width,
          height: slot.height,
        });
    }
    y += height + LAYER_GAP;
  }
  return { places, passages, end: y - LAYER_GAP };
}
