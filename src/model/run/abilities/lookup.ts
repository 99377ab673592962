import type { Tensor } from '../../../engine/tf';
import { ability, absent, towerOf } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /** Embedded rows by the name given in `lookups`: [R, F, D] or [R, length, F, D]. */
    lookup(name: string): Tensor;
  }
}

export default ability('lookup', {
  give:
    ({ node, pass: { sides } }) =>
    (name) =>
      sides[towerOf(node)]?.leaves.lookup(`${node.id}/${name}`) ?? absent(`no inputs of the side of "${node.id}"`),
});
