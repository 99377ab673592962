import type { TowerGraph } from '../document/graph';
import type { PortOf } from '../document/ports';
import { servedMatch } from '../nodes/served-match';
import type { Validation } from './validate';

/** What is served of a graph, as far as its types are known: null of a ranker, and where no match has a type yet. */
export function servedPairing(graph: TowerGraph, { types }: Pick<Validation, 'types'>): PortOf<'pairing'> | null {
  const match = graph.kind === 'ranker' ? undefined : servedMatch(graph);
  const type = match && types.get(match.id)?.['pairing'];
  return type?.kind === 'pairing' ? type : null;
}
