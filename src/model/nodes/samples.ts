/**
 * Items that objectives of a graph want beside those of the rows: as columns, or as candidates of a ranker. A batch has
 * one set of them.
 */
import type { Candidates } from '../../data/candidates';
import type { SampledColumns } from '../../data/sampled-columns';
import type { AnyBlock } from '../blocks/block';
import { findBlock } from './registry';
import type { TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';

/** What a kind of asking finds in the nodes of a graph. */
function asking<T>({ nodes }: TowerGraph, ask: (block: AnyBlock, params: never) => T | null | undefined) {
  return nodes.flatMap(({ id, block, params }) => {
    const found = findBlock(block);
    const wanted = found && ask(found, withDefaults(found.params, params) as never);
    return wanted ? [{ id, wanted }] : [];
  });
}
const askingSamples = (graph: TowerGraph) => asking(graph, (block, params) => block.samples?.(params));
const askingCandidates = (graph: TowerGraph) => asking(graph, (block, params) => block.candidates?.(params));

/** What all of them want; null where none does. */
export const sampledOf = (graph: TowerGraph): SampledColumns | null => askingSamples(graph)[0]?.wanted ?? null;
export const candidatesOf = (graph: TowerGraph): Candidates | null => askingCandidates(graph)[0]?.wanted ?? null;

/** @param hasShown whether the data has rows that were shown and not taken */
export function problemsOfSamples(graph: TowerGraph, hasShown: boolean): Problem[] {
  const differing = <T>(all: { id: string; wanted: T }[], code: Problem['code'], same: (a: T, b: T) => boolean) =>
    all
      .filter(({ wanted }) => !same(wanted, all[0]!.wanted))
      .map(({ id }): Problem => ({ nodeId: id, code, values: { other: all[0]!.id } }));
  return [
    ...differing(askingSamples(graph), 'samples-differ', (a, b) => a.count === b.count && a.by === b.by),
    ...differing(askingCandidates(graph), 'candidates-differ', (a, b) => a.each === b.each && a.from === b.from),
    ...[
      ...askingCandidates(graph).filter(({ wanted }) => wanted.from === 'shown'),
      ...askingSamples(graph).filter(({ wanted }) => wanted.by === 'shown'),
    ]
      .filter(() => !hasShown)
      .map(({ id }): Problem => ({ nodeId: id, field: 'from', code: 'nothing-shown', values: {} })),
  ];
}
