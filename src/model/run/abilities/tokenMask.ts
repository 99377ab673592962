import type { Tensor2D } from '../../../engine/tf';
import { ability, absent, towerOf } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /** [R, length], 1 = a token, of a `tokens` lookup. */
    tokenMask(name: string): Tensor2D;
  }
}

export default ability('tokenMask', {
  give:
    ({ node, pass: { sides } }) =>
    (name) =>
      sides[towerOf(node)]?.inputs.tokenMask(`${node.id}/${name}`) ?? absent(`no inputs of the side of "${node.id}"`),
});
