/**
 * A whole graph as one PyTorch program, made of the `torch.py` files of its blocks: the oracle of the tests and the
 * exporter's product.
 */
import type { AnyBlock, InputSpecs, InputTypes, LookupRequest } from '../blocks/block';
import { blockById } from '../nodes/registry';
import { edgesInto, topologicalOrder } from '../document/graph-edits';
import type { Json, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { PortType } from '../document/ports';
import type { Schema } from '../document/schema';
import { rowsBegin } from '../nodes/tables';
import { judge } from '../check/judge';
import runtime from './runtime.py?raw';
import cases from './cases.py?raw';

const twins = import.meta.glob<string>(['../blocks/*/torch.py', '../objectives/*/torch.py'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** The PyTorch source of a block. @throws where its folder has none */
export function twinOf(id: string): string {
  const source = twins[`../blocks/${id}/torch.py`] ?? twins[`../objectives/${id}/torch.py`];
  if (source === undefined) throw new Error(`block "${id}" has no torch.py`);
  return source;
}

/** What the abilities put into the context of every node. */
const abilitySources = import.meta.glob<string>('../run/abilities/*.py', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** Node id, side, block, parameters with defaults and static types: what a twin is made from. */
export interface TwinNode {
  id: string;
  side: string;
  block: string;
  params: Readonly<Record<string, Json>>;
  inputs: Readonly<Record<string, PortType | readonly PortType[]>>;
  outputs: Readonly<Record<string, PortType>>;
  lookups: Readonly<Record<string, LookupRequest>>;
}

/**
 * `program.py input.json [--float64] [--gradcheck] [--serving]` reads a `ProgramInput` and prints a `ProgramOutput`.
 * @throws where the graph has problems, naming the first
 */
export function composeProgram(graph: TowerGraph, schema: Schema): string {
  const { problems, types, inputs } = judge(graph, schema);
  const [first] = problems;
  if (first)
    throw new Error(
      `composeProgram needs a graph without problems; it has ${problems.length}, first "${first.code}" at node "${first.nodeId}"`,
    );
  const nodes = topologicalOrder(graph).map((node): TwinNode & { edges: Record<string, string[][]> } => {
    const block = blockById(node.block);
    const edges = Object.fromEntries(
      Object.keys(block.inputs).map((name) => [
        name,
        edgesInto(graph, node.id)
          .filter(({ to }) => to.input === name)
          .map(({ from }) => [from.node, from.output]),
      ]),
    );
    return { ...twinNode(block, node.id, node.side, node.params, inputs.get(node.id)!, types.get(node.id)!), edges };
  });
  const tables = graph.tables.map((table) => {
    const begin = rowsBegin(graph, table.id);
    return {
      ...table,
      rows: schema.fields.find(({ name }) => name === table.field)?.rows ?? 0,
      std: begin.kind === 'normal' ? begin.std : 0,
    };
  });
  const spec = { title: graph.title, tables, nodes } as unknown as Json;
  return [
    runtime,
    ...abilityFunctions(),
    ...blockFunctions(nodes.map((node) => node.block)),
    `GRAPH = ${python(spec)}\n`,
    'if __name__ == "__main__":\n    main(GRAPH, BLOCKS)\n',
  ].join('\n\n');
}

/** A program that runs single blocks: reads a list of cases, prints a list of results (see cases.py). */
export const composeCases = (ids: readonly string[]): string =>
  [runtime, cases, ...abilityFunctions(), ...blockFunctions(ids), 'main_cases(BLOCKS)\n'].join('\n\n');

export const twinNode = (
  block: AnyBlock,
  id: string,
  side: string,
  params: Record<string, Json>,
  inputs: InputTypes<InputSpecs>,
  outputs: Readonly<Record<string, PortType>>,
): TwinNode => {
  const full = withDefaults(block.params, params);
  return { id, side, block: block.id, params: full, inputs, outputs, lookups: block.lookups?.(full) ?? {} };
};

/** Every twin as the body of a function, so that each keeps its own names, and the map from block id to class. */
function blockFunctions(ids: readonly string[]): string[] {
  const unique = [...new Set(ids)];
  const nameOf = (id: string): string => `block_${id.replaceAll('-', '_')}`;
  const functions = unique.map((id) => `def ${nameOf(id)}():\n${indent(twinOf(id))}\n    return Block\n`);
  return [...functions, `BLOCKS = {${unique.map((id) => `${JSON.stringify(id)}: ${nameOf(id)}()`).join(', ')}}\n`];
}

/** Every ability likewise, and the list of them. */
function abilityFunctions(): string[] {
  const sources = Object.entries(abilitySources);
  const nameOf = (path: string): string => `ability_${path.split('/').at(-1)!.replace('.py', '')}`;
  const functions = sources.map(([path, source]) => `def ${nameOf(path)}():\n${indent(source)}\n    return ability\n`);
  return [...functions, `ABILITIES = [${sources.map(([path]) => `${nameOf(path)}()`).join(', ')}]\n`];
}

const indent = (source: string): string =>
  source
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');

/** JSON as a Python literal. JSON's string escapes are Python's too. */
function python(value: Json, margin = ''): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${margin}    `;
  const [open, close, entries] = Array.isArray(value)
    ? ['[', ']', value.map((entry: Json) => python(entry, inner))]
    : [
        '{',
        '}',
        Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${python(entry as Json, inner)}`),
      ];
  const oneLine = entries.join(', ');
  return oneLine.length < 100 && !oneLine.includes('\n')
    ? `${open}${oneLine}${close}`
    : `${open}\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${margin}${close}`;
}
