/**
 * Which outputs fit which inputs, by what flows and where it comes from: menus offer it, edits wire by it.
 */
import type { AnyBlock } from '../blocks/block';
import { findBlock } from '../nodes/registry';
import { readableSides, type Standing } from '../check/sides';
import { connect, disconnect, edgesInto, nodeById, sameEdge } from '../document/graph-edits';
import type { GraphEdge, Side, TowerGraph } from '../document/graph';
import type { PortKind } from '../document/ports';

export type OutputAt = GraphEdge['from'];
export type InputAt = GraphEdge['to'];
/** Whether what flows out of a node of `side` may flow into this input. */
export const accepts = (block: AnyBlock, standing: Standing, input: string, kind: PortKind, side: Side): boolean =>
  (block.inputs[input]?.kinds.includes(kind) ?? false) && readableSides(block, standing, input).includes(side);

/** The first input that takes what flows out of a node of the side `from`, of a block that stands on `side`. */
export const firstInput = (block: AnyBlock, side: Side, kind: PortKind | undefined, from: Side): string | null =>
  Object.keys(block.inputs).find(
    (input) => kind !== undefined && accepts(block, { side, params: {} }, input, kind, from),
  ) ?? null;

/** The first output of a block on `side` that an input takes. */
export function firstOutput(graph: TowerGraph, block: AnyBlock, side: Side, { node, input }: InputAt): string | null {
  const target = nodeById(graph, node);
  const reader = findBlock(target?.block ?? '');
  if (!target || !reader) return null;
  return Object.entries(block.outputs).find(([, kind]) => accepts(reader, target, input, kind, side))?.[0] ?? null;
}

/** The kind of an output by its declaration; undefined for an unknown block or output. */
export const kindOf = (graph: TowerGraph, { node, output }: OutputAt): PortKind | undefined =>
  findBlock(nodeById(graph, node)?.block ?? '')?.outputs[output];

export const takesMany = (graph: TowerGraph, { node, input }: InputAt): boolean =>
  findBlock(nodeById(graph, node)?.block ?? '')?.inputs[input]?.many ?? false;

/** Whether this output fits this input, wherever else either is connected. */
export function fits(graph: TowerGraph, { from, to }: GraphEdge): boolean {
  const [source, target] = [nodeById(graph, from.node), nodeById(graph, to.node)];
  const [kind, block] = [kindOf(graph, from), findBlock(target?.block ?? '')];
  return (
    kind !== undefined &&
    source !== undefined &&
    target !== undefined &&
    block !== undefined &&
    accepts(block, target, to.input, kind, source.side)
  );
}

/** The node and everything that reads it, directly or not. */
export function downstream(graph: TowerGraph, node: string): Set<string> {
  const reached = new Set([node]);
  for (const id of reached) for (const { from, to } of graph.edges) if (from.node === id) reached.add(to.node);
  return reached;
}

const isEdge = (graph: TowerGraph, edge: GraphEdge): boolean => graph.edges.some((known) => sameEdge(known, edge));

/** Inputs that may take this output and do not yet, none that would close a circle. */
export function inputsFor(graph: TowerGraph, from: OutputAt): InputAt[] {
  return graph.nodes.flatMap(({ id, block }) =>
    downstream(graph, id).has(from.node)
      ? []
      : Object.keys(findBlock(block)?.inputs ?? {})
          .map((input) => ({ node: id, input }))
          .filter((to) => fits(graph, { from, to }) && !isEdge(graph, { from, to })),
  );
}

/** Outputs that this input may take and does not yet, none that would close a circle. */
export function outputsFor(graph: TowerGraph, to: InputAt): OutputAt[] {
  const behind = downstream(graph, to.node);
  return graph.nodes.flatMap(({ id, block }) =>
    behind.has(id)
      ? []
      : Object.keys(findBlock(block)?.outputs ?? {})
          .map((output) => ({ node: id, output }))
          .filter((from) => fits(graph, { from, to }) && !isEdge(graph, { from, to })),
  );
}

/** Connects; where the input takes one edge, the new one takes the place of the old. */
export function wire(graph: TowerGraph, edge: GraphEdge): TowerGraph {
  if (takesMany(graph, edge.to)) return connect(graph, edge);
  const [old] = edgesInto(graph, edge.to.node).filter(({ to }) => to.input === edge.to.input);
  return old ? replaceEdge(graph, old, [edge]) : connect(graph, edge);
}

/**
 * Puts edges in the place of one, so that an input that takes several keeps their order. Edges that exist already are
 * not doubled.
 */
export function replaceEdge(graph: TowerGraph, old: GraphEdge, edges: readonly GraphEdge[]): TowerGraph {
  const others = graph.edges.filter((known) => !sameEdge(known, old));
  const added = edges.filter((edge) => !others.some((known) => sameEdge(known, edge)));
  return { ...graph, edges: graph.edges.flatMap((known) => (sameEdge(known, old) ? added : [known])) };
}

/** The edges into one input, in their order. */
export const edgesAt = (graph: TowerGraph, { node, input }: InputAt): GraphEdge[] =>
  graph.edges.filter(({ to }) => to.node === node && to.input === input);

/**
 * Moves an edge to a place among those into the same input: their order is the order of a concatenation's parts. The
 * graph itself where there is no such place.
 */
export function placeEdge(graph: TowerGraph, edge: GraphEdge, index: number): TowerGraph {
  const own = edgesAt(graph, edge.to);
  const at = own.findIndex((known) => sameEdge(known, edge));
  if (at < 0 || index < 0 || index >= own.length || index === at) return graph;
  const ordered = own.toSpliced(at, 1).toSpliced(index, 0, own[at]!);
  let next = 0;
  return { ...graph, edges: graph.edges.map((known) => (own.includes(known) ? ordered[next++]! : known)) };
}

/** Moves an edge before or behind its neighbour among those into the same input. */
export const moveEdge = (graph: TowerGraph, edge: GraphEdge, by: -1 | 1): TowerGraph =>
  placeEdge(graph, edge, edgesAt(graph, edge.to).findIndex((known) => sameEdge(known, edge)) + by);

/**
 * Leads one end of an edge elsewhere: read from another output it keeps its place among those of its input; at another
 * input it is wired as a new one is.
 */
export function moveEnd(graph: TowerGraph, old: GraphEdge, edge: GraphEdge): TowerGraph {
  const stays = old.to.node === edge.to.node && old.to.input === edge.to.input;
  return stays ? replaceEdge(graph, old, [edge]) : wire(disconnect(graph, old), edge);
}
