/** Which fields the nodes of a graph read, by whichever parameter. */
import type { GraphNode, TowerGraph } from '../document/graph';
import { isRead } from '../document/params';
import { findBlock } from './registry';
import { tablesOf } from './tables';

export interface FieldRead {
  field: string;
  node: GraphNode;
}

/** Embedded, for a row or for its past, compared, or read as a number: in the order of the graph. */
export function fieldsRead({ nodes, tables }: Pick<TowerGraph, 'nodes' | 'tables'>): FieldRead[] {
  const fieldOf = new Map(tables.map(({ id, field }) => [id, field]));
  return nodes.flatMap((node) =>
    [...tablesOf(node).map((table) => fieldOf.get(table)), ...named(node)].flatMap((field) =>
      field === undefined || field === '' ? [] : [{ field, node }],
    ),
  );
}

/** What parameters that name a field have, as far as they are read. */
function named({ block, params }: GraphNode): string[] {
  const specs = findBlock(block)?.params ?? {};
  return Object.entries(specs).flatMap(([name, spec]) => {
    const value = params[name] ?? spec.default;
    return spec.kind === 'field' && typeof value === 'string' && isRead(specs, name, params) ? [value] : [];
  });
}
