/** A node of another block in the place of one. */
import type { AnyBlock } from '../blocks/block';
import { freshId } from '../document/graph-edits';
import type { GraphEdge, GraphNode, TowerGraph } from '../document/graph';
import { checkParam, type ParamSpec } from '../document/params';
import { findBlock } from '../nodes/registry';
import { tablesOf } from '../nodes/tables';
import { dropUnread } from './tables';
import { fits } from './wiring';

/** Edges stay where a port of the new block takes them, values where it has the parameter. */
export function exchanged(
  graph: TowerGraph,
  node: GraphNode,
  block: AnyBlock,
): { graph: TowerGraph; id: string; lost: number } {
  const base = node.side === 'match' || node.side === 'objective' ? block.id : `${node.side}-${block.id}`;
  const id = freshId(
    graph.nodes.map((known) => known.id),
    base,
  );
  const known = findBlock(node.block);
  const params = Object.fromEntries(
    Object.entries(block.params).flatMap(([name, spec]) => {
      const value = node.params[name];
      return value !== undefined && checkParam(spec, value) === null && meansTheSame(spec, known?.params[name])
        ? [[name, value]]
        : [];
    }),
  );
  const standing: TowerGraph = {
    ...graph,
    nodes: graph.nodes.map((known) => (known === node ? { ...node, id, block: block.id, params } : known)),
  };
  const taken = new Set<string>();
  const edges = graph.edges.flatMap((edge): GraphEdge[] => {
    if (edge.to.node === node.id) {
      const input = [edge.to.input, ...Object.keys(block.inputs)].find(
        (name) =>
          block.inputs[name] &&
          (block.inputs[name].many || !taken.has(name)) &&
          fits(standing, { from: edge.from, to: { node: id, input: name } }),
      );
      if (input === undefined) return [];
      taken.add(input);
      return [{ from: edge.from, to: { node: id, input } }];
    }
    if (edge.from.node === node.id) {
      const output = [edge.from.output, ...Object.keys(block.outputs)].find((name) =>
        fits(standing, { from: { node: id, output: name }, to: edge.to }),
      );
      return output === undefined ? [] : [{ from: { node: id, output }, to: edge.to }];
    }
    return [edge];
  });
  return { id, graph: dropUnread({ ...standing, edges }, tablesOf(node)), lost: graph.edges.length - edges.length };
}

/** Whether a value of one parameter may be one of another by that name: tables only where they are of like fields. */
const meansTheSame = (spec: ParamSpec, old: ParamSpec | undefined): boolean =>
  spec.kind !== 'tables' ||
  (old?.kind === 'tables' && old.owner === spec.owner && old.own === spec.own && old.of === spec.of);
