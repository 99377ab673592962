import type { TowerGraph } from '../document/graph';
import { relevanceOf } from '../nodes/relevance';

/**
 * Towers judge relevance wherever something does. Null where nothing does.
 * @param run the id of a stored run, or the name of a weights file
 */
export function withTeacher(graph: TowerGraph, run: string): TowerGraph | null {
  if (!graph.nodes.some(relevanceOf)) return null;
  const nodes = graph.nodes.map((node) =>
    relevanceOf(node) ? { ...node, params: { ...node.params, teacher: 'run', run } } : node,
  );
  return { ...graph, nodes };
}
