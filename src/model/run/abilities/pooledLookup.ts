import type { Tensor2D } from '../../../engine/tf';
import { ability, towerOf } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /**
     * Sums a history lookup by shares [R, length] as it is read, to [R, F x D]; null where something wants the rows
     * themselves. `unit` brings each field of an event to length one before.
     */
    pooledLookup(name: string): ((shares: Tensor2D, unit?: boolean) => Tensor2D) | null;
  }
}

export default ability('pooledLookup', {
  give:
    ({ node, pass: { sides } }) =>
    (name) =>
      sides[towerOf(node)]?.leaves.pooledLookup(`${node.id}/${name}`) ?? null,
  alone: () => () => null,
});
