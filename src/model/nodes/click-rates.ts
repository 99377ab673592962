/** Which nodes read how often items were taken when they were shown. */
import type { ClickRateRequest } from '../blocks/block';
import type { TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';
import type { Schema } from '../document/schema';
import { findBlock } from './registry';

const askingRates = ({ nodes }: Pick<TowerGraph, 'nodes'>) =>
  nodes.flatMap((node) => {
    const block = findBlock(node.block);
    const read = block?.clickRates?.(withDefaults(block.params, node.params));
    return read ? [{ node, read }] : [];
  });

/** Each once. */
export const clickRatesOf = (graph: Pick<TowerGraph, 'nodes'>): ClickRateRequest[] => [
  ...new Map(askingRates(graph).map(({ read }) => [read.prior, read])).values(),
];

/** What is told while a graph is drawn. */
export const problemsOfClickRates = (graph: Pick<TowerGraph, 'nodes'>, { hasShown }: Pick<Schema, 'hasShown'>) =>
  hasShown
    ? []
    : askingRates(graph).map(({ node }): Problem => ({ nodeId: node.id, code: 'no-impressions', values: {} }));
