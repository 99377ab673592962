/** Windows of users' pasts that the nodes of a graph read: each distinct one is made once for a batch. */
import {
  loneEventShare,
  sameWindow,
  singleSessionShare,
  type PastRead,
  type PastWindow,
  type SessionFacts,
} from '../../data/sessions';
import { findBlock } from './registry';
import type { GraphNode, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';

function readsOf({ block, params }: GraphNode): PastRead[] {
  const found = findBlock(block);
  const lookups = Object.values(found?.lookups?.(withDefaults(found.params, params)) ?? {});
  return lookups.flatMap(({ window, length }) => (window ? [{ window, length }] : []));
}

/** The windows a node reads. */
export const windowsOf = (node: GraphNode): PastWindow[] => readsOf(node).map(({ window }) => window);

/** The windows that nodes read, each once and as long as the longest, in the order of the document. */
export function pastReads({ nodes }: TowerGraph): PastRead[] {
  const reads: PastRead[] = [];
  for (const { window, length } of nodes.flatMap(readsOf)) {
    const known = reads.findIndex((read) => sameWindow(read.window, window));
    if (known < 0) reads.push({ window, length });
    else reads[known] = { window, length: Math.max(reads[known]!.length, length) };
  }
  return reads;
}

/** Place of a window among the reads, and so among what was made for them; -1 where nobody asked for it. */
export const windowAt = (reads: readonly PastRead[], window: PastWindow): number =>
  reads.findIndex((read) => sameWindow(read.window, window));

/**
 * Share of users from which on sessions say little. Half of the users of MovieLens' small log have one session at 30
 * minutes, 44 % at 10; a third of a shop's by baskets.
 */
const MANY = 0.4;

/**
 * A warning: it runs. Where many users have one session, the last is their whole past and the sessions before it are
 * none, as in logs that were entered in bursts (ratings of films given one after the other); where the last one is
 * often a single event, as in logs of what people do once an evening, it says no more than that event.
 */
export function problemsOfSessions({ nodes }: TowerGraph, facts: SessionFacts | null): Problem[] {
  if (facts === null) return [];
  return nodes.flatMap((node) =>
    windowsOf(node).flatMap(({ sessions, gapMinutes }): Problem[] => {
      const warn = (code: Problem['code'], share: number): Problem[] =>
        share < MANY ? [] : [{ nodeId: node.id, code, values: { percent: Math.round(100 * share) }, warning: true }];
      return [
        ...warn('one-session', singleSessionShare(facts, gapMinutes)),
        ...(sessions === 'last' ? warn('lone-events', loneEventShare(facts, gapMinutes)) : []),
      ];
    }),
  );
}
