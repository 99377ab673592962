/** `--params NODE.NAME=VALUE,…`: a graph with other values in its blocks. */
import { findBlock } from '../model/nodes/registry';
import type { TowerGraph } from '../model/document/graph';
import { checkParam } from '../model/document/params';
import type { ParamChange } from './flags';
import { UsageError } from './usage-error';

/** As the flag is written: the name of such runs in a record. */
export const paramsText = (changes: readonly ParamChange[]): string =>
  changes
    .map(({ node, name, value }) => `${node}.${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(',');

/** @throws UsageError listing what there is, or what the parameter takes */
export const withParams = (graph: TowerGraph, changes: readonly ParamChange[] = []): TowerGraph => ({
  ...graph,
  nodes: changes.reduce(changed, graph.nodes),
});

function changed(nodes: TowerGraph['nodes'], { node: id, name, value }: ParamChange): TowerGraph['nodes'] {
  const node = nodes.find((known) => known.id === id);
  if (!node)
    throw new UsageError(
      `--params: the graph has no node "${id}"; its nodes are ${nodes.map((known) => known.id).join(', ')}`,
    );
  const specs = findBlock(node.block)?.params ?? {};
  const spec = specs[name];
  if (!spec)
    throw new UsageError(
      `--params: "${id}" (${node.block}) has no parameter "${name}"; its parameters are ${Object.keys(specs).join(', ') || 'none'}`,
    );
  const wrong = checkParam(spec, value);
  if (wrong) throw new UsageError(`--params: ${id}.${name} got ${wrong['got']}, takes ${wrong['allowed']}`);
  return nodes.map((known) => (known === node ? { ...node, params: { ...node.params, [name]: value } } : known));
}
