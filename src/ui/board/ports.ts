/** Where the ports of a drawn node lie: outputs along its upper edge, inputs along the lower one. */
import type { AnyBlock } from '../../model/blocks/block';
import type { Place } from './layout/geometry';

interface PortAt {
  name: string;
  x: number;
  y: number;
}

/** Names of ports that an edge can end in. */
const portsOf = (block: AnyBlock | undefined, end: 'inputs' | 'outputs'): string[] =>
  end === 'inputs'
    ? Object.keys(block?.inputs ?? {})
    : Object.entries(block?.outputs ?? {}).flatMap(([name, kind]) => (kind === 'internal' ? [] : [name]));

/** In the unit of the place, in the order of the block's declaration. */
export function portsAt(block: AnyBlock | undefined, end: 'inputs' | 'outputs', place: Place): PortAt[] {
  const names = portsOf(block, end);
  return names.map((name, i) => ({
    name,
    x: place.x + (place.width * (i + 1)) / (names.length + 1),
    y: end === 'inputs' ? place.y + place.height : place.y,
  }));
}
