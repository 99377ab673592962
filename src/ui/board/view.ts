/** How a drawing is looked at: never in type too small to read, unless a person asks for the whole of it. */
import type { Viewport } from '@xyflow/react';
import type { Size } from './layout/geometry';
import type { Layout } from './layout/layout';

/** Smallest type on the board, at a zoom of 1. */
const LEAST_TYPE = 12;
/** The same for a projector. */
const LEAST_PROJECTED = 14;

export const [LEAST_ZOOM, MOST_ZOOM] = [0.2, 2];

export const readableZoom = (projector: boolean): number => (projector ? LEAST_PROJECTED / LEAST_TYPE : 1);

/** Room for what lies over the board: its bar above, what was done last below. */
export const AROUND = { top: 52, bottom: 26, side: 16 } as const;

/**
 * The height first: as large as it fits, and no smaller than type can be read; the rest is panned to. A drawing wider
 * than the pane shows where the towers meet, one that is higher its top.
 */
export function readable({ x, y, width, height, lanes }: Layout, pane: Size, projector: boolean): Viewport {
  const room = { width: pane.width - 2 * AROUND.side, height: pane.height - AROUND.top - AROUND.bottom };
  const fits = Math.min(room.width / width, room.height / height, 1.6);
  const zoom = Math.max(readableZoom(projector), fits);
  const meeting = (lanes.user.x + lanes.user.width + lanes.item.x) / 2;
  const spare = room.height - height * zoom;
  return {
    zoom,
    x: pane.width / 2 - (width * zoom <= room.width ? x + width / 2 : meeting) * zoom,
    y: AROUND.top + Math.max(0, spare / 2) - y * zoom,
  };
}

/** To within a pixel: the flow rounds. */
export const isSameView = (a: Viewport, b: Viewport): boolean =>
  Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 0.001;
