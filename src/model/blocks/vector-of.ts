import type { PortValues } from '../document/ports';
import type { Tensor2D } from '../../engine/tf';

/**
 * The values of a vector: made at once, as several nodes may read them; or, where a matrix may multiply it without
 * them, only when somebody asks, each time anew.
 */
export const vectorOf = (make: () => Tensor2D, times?: PortValues['vector']['times']): PortValues['vector'] =>
  times
    ? {
        get values() {
          return make();
        },
        times,
      }
    : { values: make() };
