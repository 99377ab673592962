import type { GraphNode, TowerGraph } from '../document/graph';
import { findBlock } from '../nodes/registry';
import { relevanceOf } from '../nodes/relevance';

/**
 * A run is the teacher of every node that may have one: it judges relevance, or a ranker learns from its scores. Null
 * where none may.
 * @param run the id of a stored run, or the name of a weights file
 */
export function withTeacher(graph: TowerGraph, run: string): TowerGraph | null {
  const taught = (node: GraphNode): GraphNode | null => {
    if (relevanceOf(node)) return { ...node, params: { ...node.params, teacher: 'run', run } };
    if (findBlock(node.block)?.candidates) return { ...node, params: { ...node.params, taughtBy: 'run', run } };
    return null;
  };
  if (!graph.nodes.some(taught)) return null;
  return { ...graph, nodes: graph.nodes.map((node) => taught(node) ?? node) };
}
