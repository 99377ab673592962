/** A drawing of towers without words: blocks and edges where the board has them, in the hues of the two sides. */
import type { Drawing } from '../board/drawing';
import { around } from '../board/layout/geometry';
import { risingPath } from '../board/RisingEdge';

export function Picture({ layout, nodes }: Pick<Drawing, 'layout' | 'nodes'>) {
  const bounds = around(layout.places.values());
  if (!bounds) return null;
  const { x, y, width, height } = bounds;
  return (
    <svg viewBox={`${x} ${y} ${width} ${height}`} aria-hidden="true">
      {layout.edges.map(({ side, points }, i) => (
        <path key={i} className={`picture-edge ${side}`} d={risingPath(points)} />
      ))}
      {[...layout.places].map(([id, place]) => (
        <rect key={id} className={`picture-node ${nodes.get(id)?.side ?? ''}`} rx={10} {...place} />
      ))}
    </svg>
  );
}
