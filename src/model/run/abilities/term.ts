import type { Tensor } from '@tensorflow/tfjs';
import { ability } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /** Adds a penalty of the block's own to the loss. */
    term(name: string, scalar: Tensor): void;
  }
}

export default ability('term', {
  give:
    ({ penalise }) =>
    (_, scalar) =>
      penalise(scalar.asScalar()),
});
