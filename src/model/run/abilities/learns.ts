import type { ParamSpecs, ParamValues } from '../../document/params';
import { weightPath } from '../compile';
import { ability } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /** Whether a weight of the node learns in the stage that runs; outside training none does. */
    learns(name: string): boolean;
  }
  interface Asks<P extends ParamSpecs> {
    /** Weights by which the block chooses what it lets through, once they do not learn. */
    choosesBy?(params: ParamValues<P>): readonly string[];
  }
}

export default ability('learns', {
  give:
    ({ node, pass: { learns } }) =>
    (name) =>
      learns?.(weightPath(node, name)) ?? false,
  alone: () => () => true,
});
