import type { GraphNode, TowerGraph } from '../document/graph';
import { findBlock } from '../nodes/registry';
import { relevanceOf } from '../nodes/relevance';

/**
 * A run is the teacher of every node that may have one: it judges relevance, or a ranker learns from its scores. Null
 * where none may.
 * @param run the id of a stored run, or the name of a weights file
 */
export function withTeacher(graph: TowerGraph, run: string): TowerGraph | null {
  const taught = ({ block, params, ...node }: GraphNode): GraphNode | null => {
    if (relevanceOf({ block, params })) return { ...node, block, params: { ...params, teacher: 'run', run } };
    if (findBlock(block)?.candidates) return { ...node, block, params: { ...params, taughtBy: 'run', run } };
    return null;
  };
  if (!graph.nodes.some(taught)) return null;
  return { ...graph, nodes: graph.nodes.map((node) => taught(node) ?? node) };
}
