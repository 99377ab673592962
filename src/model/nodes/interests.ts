/** Whether a graph retrieves with several vectors of a user. */
import type { TowerGraph } from '../document/graph';
import { findBlock } from './registry';

export const hasInterests = ({ nodes }: TowerGraph): boolean =>
  nodes.some(({ side, block }) => side === 'match' && 'interests' in (findBlock(block)?.inputs ?? {}));
