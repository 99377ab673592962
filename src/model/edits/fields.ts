/** Fields moved between the nodes that embed them, as chips on the board are; each edit is pure and one step. */
import type { FieldOwner, FieldSpec } from '../../data/dataset';
import { nodeById } from '../document/graph-edits';
import type { GraphNode, GraphTable, TowerGraph } from '../document/graph';
import { fieldOwners, type ParamSpec } from '../document/params';
import { findBlock } from '../nodes/registry';
import { readersOf, tablesOf } from '../nodes/tables';
import { refusal, type Refusal } from './refusal';
import { ownTable, setTables, setWidth } from './tables';

/** A field where a node embeds it. */
export interface FieldAt {
  node: string;
  table: string;
}

type Tables = Extract<ParamSpec, { kind: 'tables' }>;

/** Width where no table tells. */
const USUAL_WIDTH = 16;

/** Width of a new table: of the first of those beside it, or else of any of its field. */
export const widthFor = (tables: readonly GraphTable[], beside: readonly string[], field: string): number =>
  (tables.find(({ id }) => id === beside[0]) ?? tables.find((table) => table.field === field))?.width ?? USUAL_WIDTH;

/** The parameter by which a node embeds fields, and the tables it names; null for a node that embeds none. */
export function embeds(node: GraphNode | undefined): { param: string; spec: Tables; ids: readonly string[] } | null {
  const own = Object.entries(findBlock(node?.block ?? '')?.params ?? {}).find(([, spec]) => spec.kind === 'tables');
  return own && node ? { param: own[0], spec: own[1] as Tables, ids: tablesOf(node) } : null;
}

/** Whose fields a row of a tower is about. */
export const ownersOf = (side: 'user' | 'item'): readonly FieldOwner[] => fieldOwners('side', side);

/** Fields of a tower that no node of it embeds, in the order of the data. */
export function unusedFields(graph: TowerGraph, fields: readonly FieldSpec[], side: 'user' | 'item'): FieldSpec[] {
  const read = new Set(graph.nodes.filter((node) => node.side === side).flatMap(tablesOf));
  const used = new Set(graph.tables.filter(({ id }) => read.has(id)).map(({ field }) => field));
  return fields.filter(({ name, owner }) => ownersOf(side).includes(owner) && !used.has(name));
}

/** The field of a table. */
export const fieldOf = (graph: TowerGraph, table: string): string | undefined =>
  graph.tables.find(({ id }) => id === table)?.field;

/**
 * Why a node may not embed a field; null where it may, also where it takes few and one would make room.
 * @param from where the chip comes from; null for a field that nothing embeds yet
 */
export function refusalOfField(
  graph: TowerGraph,
  fields: readonly FieldSpec[],
  field: string,
  from: FieldAt | null,
  to: string,
): Refusal | null {
  const target = nodeById(graph, to);
  const into = embeds(target);
  if (!target || !into) return refusal('no-tables', { node: to });
  if (from?.node === to) return refusal('same-place');
  const source = from && nodeById(graph, from.node);
  if (source && source.side !== target.side) return refusal('other-tower', { node: source.id, other: to });
  const known = fields.find(({ name }) => name === field);
  if (!known) return refusal('unknown-field', { field });
  if (!fieldOwners(into.spec.owner, target.side).includes(known.owner))
    return refusal('field-of-other-side', { field, node: to, owner: known.owner });
  const kind = into.spec.own ? 'id' : into.spec.of;
  if (kind !== undefined && known.kind !== kind) return refusal('field-kind', { field, node: to, kind });
  if (into.ids.some((id) => fieldOf(graph, id) === field)) return refusal('has-field', { field, node: to });
  return from ? refusalOfTaking(graph, from) : null;
}

/** Why a field may not be taken from a node; null where it may. */
export function refusalOfTaking(graph: TowerGraph, { node, table }: FieldAt): Refusal | null {
  const ids = embeds(nodeById(graph, node))?.ids ?? [];
  if (!ids.includes(table)) return refusal('not-here');
  return ids.length > 1 ? null : refusal('last-field', { node, field: fieldOf(graph, table) ?? table });
}

/** The field of a full node that makes room for another; null where there is room. */
export function displacedBy(graph: TowerGraph, to: string): string | null {
  const into = embeds(nodeById(graph, to));
  return into && into.ids.length >= (into.spec.most ?? Infinity) ? (fieldOf(graph, into.ids[0]!) ?? null) : null;
}

/** Embeds a field in a node, in a table of its own. @throws for a node that embeds none */
export function addField(graph: TowerGraph, to: string, field: string): TowerGraph {
  const { param, spec, ids } = embeds(nodeById(graph, to)) ?? none(to);
  return ownTable(graph, to, param, field, widthFor(graph.tables, ids, field), undefined, spec.most);
}

/** Takes a field from a node. Its table goes where nothing else reads it. */
export function takeField(graph: TowerGraph, { node, table }: FieldAt): TowerGraph {
  const { param, ids } = embeds(nodeById(graph, node)) ?? none(node);
  return setTables(
    graph,
    node,
    param,
    ids.filter((id) => id !== table),
  );
}

/**
 * Moves a field to another node, with its table: what else reads the table shares it on. A table of its own where the
 * other node must not share, or has another width that the table cannot take.
 * @throws for a node that embeds no fields
 */
export function moveField(graph: TowerGraph, from: FieldAt, to: string): TowerGraph {
  const { param, spec, ids } = embeds(nodeById(graph, to)) ?? none(to);
  const table = graph.tables.find(({ id }) => id === from.table);
  if (!table) return graph;
  const width = widthFor(graph.tables, ids, table.field);
  const isShared = readersOf(graph, table.id).length > 1;
  const fresh = isShared && (spec.own || (ids.length > 0 && width !== table.width));
  if (fresh) return takeField(addField(graph, to, table.field), from);
  const most = spec.most ?? Infinity;
  const wanted = [...ids, table.id];
  const added = setTables(graph, to, param, wanted.slice(Math.max(0, wanted.length - most)));
  return takeField(ids.length > 0 && width !== table.width ? setWidth(added, [table.id], width) : added, from);
}

function none(id: string): never {
  throw new Error(`"${id}" embeds no fields`);
}
