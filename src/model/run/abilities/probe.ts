import type { Tensor } from '../../../engine/tf';
import { ability } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /**
     * Publishes a live value that `probes` declares. A function is called only while somebody watches: give one where
     * the value costs work of its own.
     */
    probe(name: string, x: Tensor | (() => Tensor)): void;
  }
}

export default ability('probe', {
  give:
    ({ node, pass: { sides, probe } }) =>
    (name, x) => {
      // What the match publishes takes both sides.
      if (node.side !== 'match' || (sides.user && sides.item))
        probe?.(node.id, name, typeof x === 'function' ? x() : x);
    },
});
