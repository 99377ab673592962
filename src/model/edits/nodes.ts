/** Adding, removing and exchanging nodes, wired at once where ports fit. Every edit is pure and one step. */
import type { AnyBlock } from '../blocks/block';
import { findBlock } from '../nodes/registry';
import { addNode, connect, edgesInto, nodeById, removeNode } from '../document/graph-edits';
import type { GraphEdge, Side, TowerGraph } from '../document/graph';
import { tablesOf } from '../nodes/tables';
import { addBeside, besideAt } from './beside';
import { exchanged } from './exchange';
import { addOnGround } from './ground';
import { belowSide, freeNear, STEP, type Point } from './positions';
import { dropUnread } from './tables';
import {
  downstream,
  firstInput,
  firstOutput,
  fits,
  kindOf,
  replaceEdge,
  takesMany,
  wire,
  type InputAt,
  type OutputAt,
} from './wiring';

/** Where a new node goes. */
export type Place =
  /** Into an edge: what flowed along it flows through the node. */
  | { kind: 'between'; edge: GraphEdge }
  /** It reads this output, beside whoever else does. */
  | { kind: 'after'; from: OutputAt }
  /** It feeds this input: as the last where the input takes several, else only where nothing does yet. */
  | { kind: 'into'; to: InputAt }
  /** As a channel before or behind the one that this edge ends, into the same input. */
  | { kind: 'beside'; edge: GraphEdge; where: 'before' | 'after' }
  /** In the place of this node, with its edges. */
  | { kind: 'instead'; node: string }
  /** On the ground of a side, at a point or where there is room; connected as `addOnGround` does. */
  | { kind: 'ground'; side: Side; at: Point | null }
  | { kind: 'alone'; side: Side };
type Wired = Exclude<Place, { kind: 'instead' | 'beside' | 'ground' }>;

/** Places that offer themselves around a node, the nearest first; without one, the sides. */
export function placesAt(graph: TowerGraph, id: string | null): Place[] {
  const node = id === null ? undefined : nodeById(graph, id);
  const alone: Place[] = (['user', 'item', 'match', 'objective'] as const).map((side) => ({ kind: 'alone', side }));
  if (!node) return alone;
  const block = findBlock(node.block);
  const readable = Object.entries(block?.outputs ?? {})
    .filter(([, kind]) => kind !== 'internal')
    .map(([output]) => ({ node: node.id, output }));
  const open = Object.keys(block?.inputs ?? {})
    .map((input) => ({ node: node.id, input }))
    .filter((to) => takesMany(graph, to) || !edgesInto(graph, node.id).some((edge) => edge.to.input === to.input));
  return [
    ...graph.edges.filter(({ from }) => from.node === node.id).map((edge): Place => ({ kind: 'between', edge })),
    ...readable.map((from): Place => ({ kind: 'after', from })),
    ...edgesInto(graph, node.id).map((edge): Place => ({ kind: 'between', edge })),
    ...open.map((to): Place => ({ kind: 'into', to })),
    ...graph.edges
      .filter(({ from, to }) => from.node === node.id && takesMany(graph, to))
      .map((edge): Place => ({ kind: 'beside', edge, where: 'after' })),
    ...alone,
  ];
}

interface Fit {
  side: Side;
  input: string | null;
  output: string | null;
}

const sidesOf = (graph: TowerGraph, place: Wired): Side[] => {
  const sideOf = (id: string): Side[] => {
    const node = nodeById(graph, id);
    return node ? [node.side] : [];
  };
  switch (place.kind) {
    case 'alone':
      return [place.side];
    case 'after':
      return [...sideOf(place.from.node), 'match', 'objective'];
    case 'into':
      return [...sideOf(place.to.node), 'user', 'item'];
    case 'between':
      return [...sideOf(place.edge.from.node), ...sideOf(place.edge.to.node)];
  }
};

/** How a block would stand at a place, or null where it does not fit. */
export function fitAt(graph: TowerGraph, place: Place, block: AnyBlock): Fit | null {
  if (place.kind === 'instead') {
    const node = nodeById(graph, place.node);
    return node &&
      block.id !== findBlock(node.block)?.id &&
      block.sides.includes(node.side) &&
      exchanged(graph, node, block).lost === 0
      ? { side: node.side, input: null, output: null }
      : null;
  }
  if (place.kind === 'beside') return besideAt(graph, place, block);
  if (place.kind === 'ground')
    return block.sides.includes(place.side) ? { side: place.side, input: null, output: null } : null;
  for (const side of sidesOf(graph, place)) {
    if (!block.sides.includes(side)) continue;
    if (place.kind === 'alone') return { side, input: null, output: null };
    const from = place.kind === 'between' ? place.edge.from : place.kind === 'after' ? place.from : null;
    const to = place.kind === 'between' ? place.edge.to : place.kind === 'into' ? place.to : null;
    const input = from && firstInput(block, side, kindOf(graph, from), nodeById(graph, from.node)?.side ?? side);
    const output = to && firstOutput(graph, block, side, to);
    if ((from === null || input !== null) && (to === null || output !== null)) return { side, input, output };
  }
  return null;
}

/** Adds a node of the block at a place it fits, and wires it there. @throws where it does not fit: see `fitAt` */
export function addAt(graph: TowerGraph, place: Place, block: AnyBlock): { graph: TowerGraph; id: string } {
  const fit = fitAt(graph, place, block);
  if (!fit) throw new Error(`"${block.id}" does not fit ${JSON.stringify(place)}`);
  if (place.kind === 'instead') return exchanged(graph, nodeById(graph, place.node)!, block);
  if (place.kind === 'beside') return addBeside(graph, place, block);
  if (place.kind === 'ground') return addOnGround(graph, place.side, place.at, block);
  const added = addNode(graph, block.id, fit.side, positionAt(graph, place));
  const { id } = added;
  const arriving = (from: OutputAt): GraphEdge => ({ from, to: { node: id, input: fit.input! } });
  const leaving = (to: InputAt): GraphEdge => ({ from: { node: id, output: fit.output! }, to });
  switch (place.kind) {
    case 'alone':
      return added;
    case 'after':
      return { id, graph: connect(added.graph, arriving(place.from)) };
    case 'into':
      return { id, graph: wire(added.graph, leaving(place.to)) };
    case 'between':
      return {
        id,
        graph: connect(replaceEdge(added.graph, place.edge, [leaving(place.edge.to)]), arriving(place.edge.from)),
      };
  }
}

/** Removes a node with its edges and the tables that only it read. */
export function remove(graph: TowerGraph, id: string): TowerGraph {
  const node = nodeById(graph, id);
  return node ? dropUnread(removeNode(graph, id), tablesOf(node)) : graph;
}

/** Removes nodes one after the other, leading what each read on to its readers where `healing` and that fits. */
export const removeAll = (graph: TowerGraph, ids: readonly string[], healing: boolean): TowerGraph =>
  ids.reduce(healing ? removeHealing : remove, graph);

/** Removes a node and leads what it read on to those who read it, in its place, where that fits. */
export function removeHealing(graph: TowerGraph, id: string): TowerGraph {
  const sources = edgesInto(graph, id).map(({ from }) => from);
  let healed = graph;
  for (const edge of graph.edges.filter(({ from }) => from.node === id)) {
    const fitting = sources.filter(
      (from) =>
        from.node !== id && !downstream(graph, edge.to.node).has(from.node) && fits(graph, { from, to: edge.to }),
    );
    const links = (takesMany(graph, edge.to) ? fitting : fitting.slice(0, 1)).map((from) => ({ from, to: edge.to }));
    if (links.length > 0) healed = replaceEdge(healed, edge, links);
  }
  return remove(healed, id);
}

/** Whether anything would be led on. */
export const canHeal = (graph: TowerGraph, id: string): boolean =>
  removeHealing(graph, id).edges.length > remove(graph, id).edges.length;

/** A free position in the document: beside what it is wired to, otherwise below its side. */
function positionAt(graph: TowerGraph, place: Wired): [number, number] {
  const at = (id: string): [number, number] => nodeById(graph, id)?.at ?? [0, 0];
  switch (place.kind) {
    case 'between': {
      const [[ax, ay], [bx, by]] = [at(place.edge.from.node), at(place.edge.to.node)];
      return freeNear(graph, [(ax + bx) / 2, (ay + by) / 2]);
    }
    case 'after': {
      const [x, y] = at(place.from.node);
      return freeNear(graph, [x, y - STEP.y]);
    }
    case 'into': {
      const [x, y] = at(place.to.node);
      return freeNear(graph, [x, y + STEP.y]);
    }
    case 'alone':
      return belowSide(graph, place.side);
  }
}
