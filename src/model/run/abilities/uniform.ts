import { counterUniform } from '../../../engine/kernels/counter-uniform/counter-uniform';
import type { Tensor } from '../../../engine/tf';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { Draws } from '../feed/draws';
import { ability, absent } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /**
     * Numbers in [0, 1), a pure function of seed, step, node, name and index (see engine/kernels/counter-uniform). Only
     * training draws. Not differentiated.
     */
    uniform(name: string, shape: readonly number[]): Tensor;
  }
  interface Asks<P extends ParamSpecs> {
    /** Whether `ctx.uniform` is read. */
    readsUniform?(params: ParamValues<P>): boolean;
  }
}

export default ability('uniform', {
  feed: ({ compiled, training }) =>
    training && compiled.asks((block, params) => block.readsUniform?.(params)) ? new Draws(training.seed) : null,
  give:
    ({ node }, draws) =>
    (name, shape) =>
      draws
        ? counterUniform(shape, draws.of(node.id, name))
        : absent(`"${node.id}" draws outside training, or does not say so in \`readsUniform\``),
  alone: ({ uniform }) => uniform,
});
