/** Who sums the events that a node looks up, so that nobody needs them one by one. */
import type { TowerGraph } from '../document/graph';
import { nodeById } from '../document/graph-edits';
import { withDefaults } from '../document/params';
import { findBlock } from './registry';

/** Readers that sum what a node looks up, so that its rows are never made; 0 where anything reads the rows. */
export function pooledReaders(graph: TowerGraph, nodeId: string): number {
  const reads = graph.edges
    .filter(({ from }) => from.node === nodeId)
    .map(({ to }) => {
      const reader = nodeById(graph, to.node);
      const block = reader && findBlock(reader.block);
      return block?.inputs[to.input]?.reads?.(withDefaults(block.params, reader!.params)) ?? 'rows';
    });
  return reads.includes('rows') ? 0 : reads.filter((what) => what === 'sums').length;
}
