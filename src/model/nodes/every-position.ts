/** What training at every position asks of a graph: pasts of whole stretches stand where those of rows would. */
import { judgesByPast } from '../../data/relevance';
import type { LookupRequest } from '../blocks/block';
import type { TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';
import { findBlock } from './registry';

/** @param isShuffled whether the split keeps no order of events */
export function problemsOfPositions({ nodes }: TowerGraph, isShuffled: boolean): Problem[] {
  const reads = nodes.flatMap((node) => {
    const block = findBlock(node.block);
    const params = block && withDefaults(block.params, node.params);
    const past = Object.values(block?.lookups?.(params as never) ?? {}).find(isWholePast);
    // Both go through the past of each row, but for a teacher who knows pairs or has vectors.
    const judged = block?.relevance?.(params as never);
    const readsRows = block?.pairFields !== undefined || (judged !== undefined && judgesByPast(judged.teacher));
    const hides = Number(params?.['dropout'] ?? 0) > 0;
    return node.side !== 'item' && (past || readsRows) ? [{ id: node.id, past, hides }] : [];
  });
  const stretched = reads.find(({ past }) => past?.everyPosition);
  if (!stretched) return [];
  const differ = reads.filter(({ past }) => !past?.everyPosition || past.length !== stretched.past!.length);
  return [
    ...differ.map(({ id }): Problem => ({ nodeId: id, code: 'positions-differ', values: { other: stretched.id } })),
    ...reads
      .filter(({ past, hides }) => past?.everyPosition && hides)
      .map(({ id }): Problem => ({ nodeId: id, field: 'dropout', code: 'hides-positions', values: {} })),
    ...(isShuffled
      ? [{ nodeId: stretched.id, field: 'everyPosition', code: 'no-order', values: {} } satisfies Problem]
      : []),
  ];
}

const isWholePast = ({ at, window }: LookupRequest): boolean => at === 'history' && !window;
