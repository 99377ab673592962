/** A graph moved to other data: its tables read the fields of the same name, and ids the ids. */
import type { FieldBinding } from '../formats/towers/format';
import type { TowerGraph } from '../document/graph';

/** What the other data does not have stays as it is, and is a problem at the nodes that read it. */
export function rebind(graph: TowerGraph, from: readonly FieldBinding[], to: readonly FieldBinding[]): TowerGraph {
  const rename = (field: string): string => {
    if (to.some(({ name }) => name === field)) return field;
    const old = from.find(({ name }) => name === field);
    return (old?.kind === 'id' && to.find(({ kind, owner }) => kind === 'id' && owner === old.owner)?.name) || field;
  };
  const tables = graph.tables.map((table) => ({ ...table, field: rename(table.field) }));
  return tables.every(({ field }, at) => field === graph.tables[at]!.field) ? graph : { ...graph, tables };
}
