/** Who sums the events that a node looks up, so that nobody needs them one by one. */
import type { TowerGraph } from '../document/graph';
import { nodeById } from '../document/graph-edits';
import { withDefaults } from '../document/params';
import type { SequencePart } from '../blocks/block';
import { findBlock } from './registry';

export interface Pooling {
  /** Readers that sum what a node looks up, so that its rows are never made; 0 where anything reads the rows. */
  pooled: number;
  /** Whether any of them wants the fields of the events at length one. */
  unit: boolean;
}

export const NOT_POOLED: Pooling = { pooled: 0, unit: false };

export function poolingOf(graph: TowerGraph, nodeId: string): Pooling {
  const reads = readsOf(graph, nodeId);
  const sums = reads.includes('rows') ? [] : reads.filter((what) => what !== 'times');
  return { pooled: sums.length, unit: sums.includes('unit') };
}

/** What each reader reads of a sequence; what one hands on at length one, as its own readers do. */
const readsOf = (graph: TowerGraph, nodeId: string): SequencePart[] =>
  graph.edges
    .filter(({ from }) => from.node === nodeId)
    .flatMap(({ to }) => {
      const reader = nodeById(graph, to.node);
      const block = reader && findBlock(reader.block);
      const reads = block?.inputs[to.input]?.reads?.(withDefaults(block.params, reader!.params)) ?? 'rows';
      return reads === 'unit' ? readsOf(graph, to.node).map((what) => (what === 'sums' ? reads : what)) : [reads];
    });
