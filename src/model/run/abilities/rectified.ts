import type { Tensor2D } from '../../../engine/tf';
import { ability } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /**
     * Tells what goes into a ReLU, or what comes out of it: [R x n, units]. Read only where dead units are counted,
     * never in training.
     * @param there [R, n], 0 = of nothing that is there; all count without it
     */
    rectified(x: Tensor2D, there?: Tensor2D): void;
  }
}

export default ability('rectified', {
  give:
    ({ node, pass: { rectified } }) =>
    (x, there) =>
      rectified?.(node.id, x, there),
  alone: () => () => undefined,
});
