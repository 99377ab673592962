/**
 * What a node is called in sentences and lists: its title, and its own name where the title alone would not tell it
 * from another.
 */
import { findBlock } from '../../model/nodes/registry';
import type { TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import type { Speech } from '../../words/words';
import { titleOf } from '../board/describe';

export function nodeName(graph: TowerGraph, id: string, speech: Speech): string {
  const node = nodeById(graph, id);
  if (!node) return id;
  const title = titleOf(node, findBlock(node.block), speech);
  const isAlone = graph.nodes.filter(({ block }) => block === node.block).length === 1;
  return isAlone ? title : speech.fill(speech.words.editing.node, { title, id });
}
