import { weightPath } from '../compile';
import { ability } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /** Whether a weight of the node learns in the stage that runs; outside training none does. */
    learns(name: string): boolean;
  }
}

export default ability('learns', {
  give:
    ({ node, pass: { learns } }) =>
    (name) =>
      learns?.(weightPath(node, name)) ?? false,
  alone: () => () => true,
});
