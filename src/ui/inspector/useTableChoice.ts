/** What a parameter that names embedding tables may choose from, and the edits of tables, each one step. */
import { ownTable, separateTables, setTables, setWidth } from '../../model/edits/tables';
import { readersOf } from '../../model/nodes/tables';
import type { GraphNode, GraphTable, TowerGraph } from '../../model/document/graph';
import { fieldOwners, type ParamSpec } from '../../model/document/params';
import { nodeName } from '../editing/named';
import { useEdits } from '../editing/useEdits';
import { useData, useSpeech } from '../lab';

export interface TableChoice {
  /** Fields that may be embedded here, in the order of the data. */
  fields: readonly string[];
  /** All tables of the graph. */
  tables: readonly GraphTable[];
  /** Names of the other nodes that read a table. */
  sharedWith(table: string): readonly string[];
  set(ids: readonly string[]): void;
  /** A new table of the node's own for a field: as the last, or in the place of another. */
  own(field: string, width: number, instead?: string): void;
  /** New tables of the node's own in the place of those it shares. */
  separate(ids: readonly string[]): void;
  setWidth(ids: readonly string[], width: number): void;
}

export function useTableChoice(
  graph: TowerGraph,
  node: GraphNode,
): (param: string, spec: Extract<ParamSpec, { kind: 'tables' }>) => TableChoice {
  const speech = useSpeech();
  const { change } = useEdits();
  const fields = useData((data) => data.summary?.fields) ?? [];
  return (param, spec) => {
    const owners = fieldOwners(spec.owner, node.side);
    const kind = spec.own ? 'id' : spec.of;
    // Where only so many may be chosen, the next one takes the place of the first.
    const newest = (ids: readonly string[]): readonly string[] =>
      spec.most === undefined ? ids : ids.slice(-spec.most);
    return {
      fields: fields
        .filter((field) => owners.includes(field.owner) && (kind === undefined || field.kind === kind))
        .map(({ name }) => name),
      tables: graph.tables,
      sharedWith: (table) =>
        readersOf(graph, table)
          .filter(({ id }) => id !== node.id)
          .map(({ id }) => nodeName(graph, id, speech)),
      set: (ids) => change((now) => setTables(now, node.id, param, newest(ids))),
      own: (field, width, instead) => change((now) => ownTable(now, node.id, param, field, width, instead, spec.most)),
      separate: (ids) => change((now) => separateTables(now, node.id, param, ids)),
      setWidth: (ids, width) => change((now) => setWidth(now, ids, width)),
    };
  };
}
