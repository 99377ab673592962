/** A field left out of a whole drawing, as for training without it. */
import { validate } from '../check/validate';
import { edgesInto, nodeById, setParam } from '../document/graph-edits';
import type { Side, TowerGraph } from '../document/graph';
import type { Problem } from '../document/problem';
import type { Schema } from '../document/schema';
import { fieldsRead } from '../nodes/fields-read';
import { findBlock } from '../nodes/registry';
import { embeds, fieldOf, refusalOfTaking, takeField, type FieldAt } from './fields';
import { remove } from './nodes';
import { edgesAt, takesMany } from './wiring';

/** Fields that a drawing can do without, in the order of its tables. */
export const spareFields = (graph: TowerGraph, schema: Schema): string[] =>
  [...new Set(graph.tables.map(({ field }) => field))].filter((field) => withoutField(graph, field, schema) !== null);

/**
 * A node that embeds nothing else goes too, and so does what reads that node alone. Cross features of the field go with
 * it: they read its values of the pairs, whatever the towers embed. Where a sum with what an MLP makes would no longer
 * fit, the last layer of the MLP follows.
 * @returns null where nothing embeds the field, what is served would go on reading it, or what is left could not be
 *   trained
 */
export function withoutField(graph: TowerGraph, field: string, schema: Schema): TowerGraph | null {
  const places = placesOf(graph, field);
  if (places.length === 0) return null;
  const taken = places.reduce<TowerGraph | null>(
    (now, place) =>
      now && (refusalOfTaking(now, place) ? withoutNode(now, place.node, ['user', 'item']) : takeField(now, place)),
    graph,
  );
  const left = crossesOf(graph, field).reduce<TowerGraph | null>(
    (now, id) => now && withoutNode(now, id, ['match']),
    taken,
  );
  // A weight of the match goes on reading it: without the field would be said of a drawing that is not.
  const isServed = left && fieldsRead(left).some((read) => read.field === field && read.node.side !== 'objective');
  return left && !isServed ? fitting(left, schema) : null;
}

/**
 * As many fields left out as can be, one after the other; what nothing embeds is left out already.
 * @returns `needed`: those without which what is left could not be trained
 */
export function withoutFields(
  graph: TowerGraph,
  fields: readonly string[],
  schema: Schema,
): { left: TowerGraph; needed: string[] } {
  let left = graph;
  const needed: string[] = [];
  for (const field of fields) {
    if (placesOf(left, field).length === 0) continue;
    const without = withoutField(left, field, schema);
    if (without) left = without;
    else needed.push(field);
  }
  return { left, needed };
}

/** Nodes that read the field of pairs by its name: they would go on doing so. */
const crossesOf = (graph: TowerGraph, field: string): string[] =>
  graph.nodes.flatMap(({ id, block, params }) => {
    const known = findBlock(block);
    const names = Object.entries(known?.params ?? {}).filter(([, { kind }]) => kind === 'field');
    return known?.family === 'crossing' && names.some(([name]) => params[name] === field) ? [id] : [];
  });

const placesOf = (graph: TowerGraph, field: string): FieldAt[] =>
  graph.nodes.flatMap((node) =>
    (embeds(node)?.ids ?? []).filter((id) => fieldOf(graph, id) === field).map((table) => ({ node: node.id, table })),
  );

/** @param sides on which what reads the node alone may go with it: a tower, or what is made of pairs */
function withoutNode(graph: TowerGraph, id: string, sides: readonly Side[]): TowerGraph | null {
  const side = nodeById(graph, id)?.side;
  if (!side || !sides.includes(side)) return null;
  let left: TowerGraph | null = remove(graph, id);
  for (const { from, to } of graph.edges) {
    if (from.node !== id || !left) continue;
    if (takesMany(graph, to) && edgesAt(left, to).length > 0) continue;
    left = edgesInto(left, to.node).length > 0 ? null : withoutNode(left, to.node, sides);
  }
  return left;
}

/** With last layers as wide as what they meet; null where a problem is left. */
function fitting(graph: TowerGraph, schema: Schema): TowerGraph | null {
  let now = graph;
  // Each node is set at most once: a width that is right stays so.
  for (let mended = 0; mended <= graph.nodes.length; mended++) {
    const [problem] = validate(now, schema).problems;
    if (!problem) return now;
    const next = withLastLayer(now, problem);
    if (!next) return null;
    now = next;
  }
  return null;
}

function withLastLayer(graph: TowerGraph, { code, nodeId, field, values }: Problem): TowerGraph | null {
  if (code !== 'width-mismatch') return null;
  for (const { from, to } of edgesInto(graph, nodeId)) {
    const node = nodeById(graph, from.node);
    const widths = node?.params['widths'];
    if (findBlock(node?.block ?? '')?.params['widths']?.kind !== 'widths' || !Array.isArray(widths)) continue;
    const width = to.input === field ? values['left'] : values['right'];
    if (typeof width === 'number') return setParam(graph, from.node, 'widths', [...widths.slice(0, -1), width]);
  }
  return null;
}
