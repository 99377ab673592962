/** For tests: drawings that somebody might make of a preset, by random changes, each of which leaves no problem. */
import type { Random } from '../../data/random';
import { judge } from '../check/judge';
import { nodeById } from '../document/graph-edits';
import type { GraphEdge, GraphNode, Json, TowerGraph } from '../document/graph';
import { withDefaults, type ParamSpec } from '../document/params';
import type { PortKind } from '../document/ports';
import type { Schema } from '../document/schema';
import { blockById, blocks } from '../nodes/registry';
import { objectives } from '../objectives/objectives';

export interface Changed {
  graph: TowerGraph;
  /** Each change in words, for whoever has to find out which of them broke something. */
  changes: string[];
}

/** Changes a copy of the graph, or says nothing where there is no place for such a change. */
type Change = (graph: TowerGraph, id: string, random: Random) => string | null;

const pick = <T>(list: readonly T[], random: Random): T | undefined => list[random.below(Math.max(1, list.length))];
const nodeOf = (graph: TowerGraph, id: string): GraphNode => nodeById(graph, id)!;
const kindAt = (graph: TowerGraph, { node, output }: GraphEdge['from']): PortKind =>
  blockById(nodeOf(graph, node).block).outputs[output]!;
const inputAt = (graph: TowerGraph, { node, input }: GraphEdge['to']) =>
  blockById(nodeOf(graph, node).block).inputs[input]!;
const outputs = (graph: TowerGraph, kinds: readonly PortKind[], but: string): GraphEdge['from'][] =>
  graph.nodes
    .filter(({ id }) => id !== but)
    .flatMap(({ id, block }) =>
      Object.entries(blockById(block).outputs)
        .filter(([, kind]) => kinds.includes(kind))
        .map(([output]) => ({ node: id, output })),
    );

/** Another value, small where it is a size; undefined where there is none to be had without a data set's names. */
function otherValue(spec: ParamSpec, now: unknown, random: Random): Json | undefined {
  switch (spec.kind) {
    case 'toggle':
      return !now;
    case 'choice':
      return pick(spec.options, random);
    case 'int':
      return Math.min(spec.max, spec.min + random.below(4));
    case 'float':
      return pick([spec.min, spec.default, Math.min(spec.max, Math.max(spec.min, 0.5))], random);
    case 'widths':
      return pick([[8], [8, 8], [4, 8], [5], []], random);
    default:
      return undefined;
  }
}

const setParam: Change = (graph, _, random) => {
  const node = pick(graph.nodes, random)!;
  const specs: Readonly<Record<string, ParamSpec>> = blockById(node.block).params;
  const name = pick(Object.keys(specs), random);
  if (name === undefined) return null;
  const now = (withDefaults(specs, node.params) as Record<string, unknown>)[name];
  const value = otherValue(specs[name]!, now, random);
  if (value === undefined) return null;
  node.params = { ...node.params, [name]: value };
  return `${node.id}.${name} = ${JSON.stringify(value)}`;
};

/** A block in the middle of an edge, its other inputs fed by anything of the same side. */
const insertBlock: Change = (graph, id, random) => {
  const edge = pick(graph.edges, random)!;
  const given = kindAt(graph, edge.from);
  const { side } = nodeOf(graph, edge.from.node);
  const { kinds } = inputAt(graph, edge.to);
  const block = pick(
    [...blocks.values()].filter(
      ({ sides, inputs, outputs: made }) =>
        sides.includes(side) &&
        Object.values(inputs)[0]?.kinds.includes(given) &&
        Object.values(made).some((kind) => kinds.includes(kind)),
    ),
    random,
  );
  if (!block) return null;
  graph.nodes.push({ id, block: block.id, side, at: [0, 0], params: {} });
  Object.entries(block.inputs).forEach(([input, spec], at) => {
    const others = outputs(graph, spec.kinds, id).filter(({ node }) => nodeOf(graph, node).side === side);
    const from = at === 0 ? { ...edge.from } : pick(others, random);
    if (from) graph.edges.push({ from, to: { node: id, input } });
  });
  edge.from = { node: id, output: Object.entries(block.outputs).find(([, kind]) => kinds.includes(kind))![0] };
  return `${block.id} before ${edge.to.node}.${edge.to.input}`;
};

const rewire: Change = (graph, _, random) => {
  const edge = pick(graph.edges, random)!;
  const input = inputAt(graph, edge.to);
  const from = pick(outputs(graph, input.kinds, edge.to.node), random);
  if (!from) return null;
  if (input.many && random.below(2) === 0) graph.edges.push({ from, to: { ...edge.to } });
  else edge.from = from;
  return `${from.node}.${from.output} into ${edge.to.node}.${edge.to.input}`;
};

const bypass: Change = (graph, _, random) => {
  const { id } = pick(graph.nodes, random)!;
  const source = graph.edges.find(({ to }) => to.node === id)?.from;
  if (!source || !graph.edges.some(({ from }) => from.node === id)) return null;
  for (const edge of graph.edges) if (edge.from.node === id) edge.from = { ...source };
  graph.nodes = graph.nodes.filter((node) => node.id !== id);
  graph.edges = graph.edges.filter(({ from, to }) => from.node !== id && to.node !== id);
  return `without ${id}`;
};

const addObjective: Change = (graph, id, random) => {
  const block = pick([...objectives.values()], random)!;
  graph.nodes.push({ id, block: block.id, side: 'objective', at: [0, 0], params: {} });
  for (const [input, { kinds }] of Object.entries(block.inputs)) {
    const from = pick(outputs(graph, kinds, id), random);
    if (from) graph.edges.push({ from, to: { node: id, input } });
  }
  return `objective ${block.id}`;
};

/** Those that are made more often stand more often. */
const CHANGES = [setParam, setParam, insertBlock, insertBlock, rewire, bypass, addObjective];
const MOST = 4;
const TRIES = 40;

/** One to four changes, each legal for the schema after those before it. */
export function legallyChanged(graph: TowerGraph, schema: Schema, random: Random): Changed {
  const wanted = 1 + random.below(MOST);
  const changed: Changed = { graph, changes: [] };
  for (let tries = 0; tries < TRIES && changed.changes.length < wanted; tries++) {
    const next = structuredClone(changed.graph);
    const said = pick(CHANGES, random)!(next, `new-${tries}`, random);
    if (said === null || judge(next, schema).problems.length > 0) continue;
    changed.graph = next;
    changed.changes.push(said);
  }
  return changed;
}
