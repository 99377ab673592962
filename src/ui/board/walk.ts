/** Arrow keys along the graph: up and down with the edges, left and right among nodes of the same height. */
import type { Place } from './layout/geometry';
import type { Layout } from './layout/layout';

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';
export const isArrow = (key: string): key is Arrow =>
  key === 'ArrowUp' || key === 'ArrowDown' || key === 'ArrowLeft' || key === 'ArrowRight';

const centre = ({ x, y, width, height }: Place): [number, number] => [x + width / 2, y + height / 2];

/** The node to go to, or null at the end of the graph. */
export function walk(layout: Layout, from: string, arrow: Arrow): string | null {
  const here = layout.places.get(from);
  if (!here) return null;
  const [x, y] = centre(here);
  const candidates =
    arrow === 'ArrowUp' || arrow === 'ArrowDown'
      ? layout.edges
          .map(({ edge }) => (arrow === 'ArrowUp' ? [edge.from.node, edge.to.node] : [edge.to.node, edge.from.node]))
          .flatMap(([a, b]) => (a === from && b ? [b] : []))
      : [...layout.places.keys()];
  let best: string | null = null;
  let least = Infinity;
  for (const id of candidates) {
    const place = layout.places.get(id);
    if (!place || id === from) continue;
    const [cx, cy] = centre(place);
    const [dx, dy] = [cx - x, cy - y];
    if ((arrow === 'ArrowLeft' && dx > -1) || (arrow === 'ArrowRight' && dx < 1)) continue;
    const sideways = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
    // Left and right stay in the row: a node at another height is far away.
    const distance = sideways ? Math.abs(dx) + 8 * Math.abs(dy) : Math.abs(dy) + Math.abs(dx) / 4;
    if (distance < least) {
      least = distance;
      best = id;
    }
  }
  return best;
}
