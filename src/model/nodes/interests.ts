/** Whether what is served of a graph has several vectors of a user. */
import type { TowerGraph } from '../document/graph';
import { findBlock } from './registry';
import { servedMatches } from './served-match';

export const hasInterests = (graph: TowerGraph): boolean =>
  servedMatches(graph).some(({ block }) => 'interests' in (findBlock(block)?.inputs ?? {}));
