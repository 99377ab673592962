import type { PastWindow } from '../../../data/sessions';
import type { Tensor } from '../../../engine/tf';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { ability, absent, towerOf } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /**
     * Mask and age of the last `length` events in the past of the side's rows, or in a window of it that the node looks
     * up: [R, length], oldest first, right-aligned: the newest event is the last column.
     */
    history(length: number, window?: PastWindow): { mask: Tensor; readonly ageDays: Tensor };
  }
  interface Asks<P extends ParamSpecs> {
    /** Whether `ageDays` of a sequence is read: ages, too, take time in every step. */
    readsAges?(params: ParamValues<P>): boolean;
  }
}

export default ability('history', {
  give:
    ({ node, pass: { sides } }) =>
    (length, window) =>
      sides[towerOf(node)]?.inputs.history(length, window) ?? absent(`no inputs of the side of "${node.id}"`),
});
