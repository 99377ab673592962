/** The shape and the hue that tell the side of a node. */
import type { Side } from '../../model/document/graph';

export function Marker({ side }: { side: Side }) {
  return <i className={`marker ${side}`} aria-hidden="true" />;
}
