/** Every node of a graph in words, with what is folded into it. */
import type { Judgement } from '../../model/check/judge';
import type { Probe } from '../../model/check/probe';
import type { GraphNode, Side, TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import { distinct } from '../../model/document/parts';
import { findBlock } from '../../model/nodes/registry';
import type { Speech } from '../../words/words';
import type { FieldAt } from '../../model/edits/fields';
import { nodeName } from '../editing/named';
import { fieldsOf, shapeOf, summaryOf, tableIdsOf, titleOf } from './describe';
import type { Group } from './fold/groups';

interface GroupAt {
  key: string;
  kind: Group['kind'];
  /** Blocks in it. */
  count: number;
}

/** A field, at the table of the node that embeds it. */
export interface Chip {
  field: string;
  at: FieldAt;
}

export interface DrawnNode {
  side: Side;
  title: string;
  /** Its id, where another node of the side has the same title. */
  ownName: string | null;
  /** What it is called in a sentence. */
  name: string;
  shape: string;
  summary: string;
  /** Embedded fields; null for a block that is no input. */
  chips: readonly Chip[] | null;
  /** The live values that stand on it. */
  gauge: Probe | null;
  /** The group that it stands for. */
  folded: GroupAt | null;
  /** The group that a person has opened below it. */
  opened: GroupAt | null;
}

/** A node shows the first of its live values that has several numbers. */
export const gaugesOf = (probes: readonly Probe[]): Map<string, Probe> =>
  new Map(
    probes
      .filter(({ labels }) => labels.length > 1)
      .toReversed()
      .map((probe) => [probe.nodeId, probe]),
  );

/** By id, in the order of the document. Of a folded group the node on top says all of it. */
export function drawnNodes(
  graph: TowerGraph,
  { folded, open }: { folded: readonly Group[]; open: readonly Group[] },
  types: Judgement['types'],
  gauges: ReadonlyMap<string, Probe>,
  speech: Speech,
): Map<string, DrawnNode> {
  const twins = twinsOf(graph);
  const foldedAt = new Map(folded.map((group) => [group.top, group]));
  // A channel and a run within it may have one top: the outer one is folded first.
  const openAt = new Map(open.toReversed().map((group) => [group.top, group]));
  return new Map(
    graph.nodes.map((node) => {
      const alone = drawnAlone(graph, node, types, gauges, speech, twins.has(node.id));
      const fold = foldedAt.get(node.id);
      const told = fold ? { ...alone, ...foldInWords(graph, fold, types, speech) } : alone;
      return [node.id, { ...told, folded: at(fold), opened: at(openAt.get(node.id)) }];
    }),
  );
}

const at = (group: Group | undefined): GroupAt | null =>
  group ? { key: group.key, kind: group.kind, count: group.members.length } : null;

const isInput = ({ block }: GraphNode): boolean => {
  const found = findBlock(block);
  return found !== undefined && Object.keys(found.inputs).length === 0;
};

function drawnAlone(
  graph: TowerGraph,
  node: GraphNode,
  types: Judgement['types'],
  gauges: ReadonlyMap<string, Probe>,
  speech: Speech,
  isTwin: boolean,
): Omit<DrawnNode, 'folded' | 'opened'> {
  const block = findBlock(node.block);
  const first = Object.keys(block?.outputs ?? {})[0];
  const type = first === undefined ? undefined : types.get(node.id)?.[first];
  return {
    side: node.side,
    title: titleOf(node, block, speech),
    ownName: isTwin ? node.id : null,
    name: nodeName(graph, node.id, speech),
    shape: type && node.side !== 'objective' ? shapeOf(type) : '',
    summary: summaryOf(node, block, speech, type),
    chips: isInput(node) ? chipsOf(graph, node) : null,
    gauge: gauges.get(node.id) ?? null,
  };
}

function chipsOf(graph: TowerGraph, node: GraphNode): Chip[] {
  const block = findBlock(node.block);
  const fields = fieldsOf(node, block, graph);
  return tableIdsOf(node, block).map((table, i) => ({ field: fields[i] ?? table, at: { node: node.id, table } }));
}

/** What a folded group says in place of its top. */
function foldInWords(
  graph: TowerGraph,
  { kind, top, members }: Group,
  types: Judgement['types'],
  speech: Speech,
): Pick<DrawnNode, 'title' | 'ownName' | 'summary' | 'chips' | 'gauge'> {
  const { words, fill, count, line, items } = speech;
  const nodes = members.flatMap((id) => nodeById(graph, id) ?? []);
  const title = (node: GraphNode): string => titleOf(node, findBlock(node.block), speech);
  const inputs = nodes.filter(isInput);
  const chips = inputs.flatMap((node) => chipsOf(graph, node));
  if (kind === 'run') {
    const last = nodeById(graph, top)!;
    // Laying together goes without saying where something is done with it.
    const told = nodes.filter(({ block }) => block !== 'concat');
    const type = Object.values(types.get(top) ?? {})[0];
    return {
      title: (told.length > 0 ? told : nodes).map(title).join(' + '),
      ownName: null,
      summary: summaryOf(last, findBlock(last.block), speech, type),
      chips: inputs.length > 0 ? chips : null,
      gauge: null,
    };
  }
  // Called by the block that gives the channel its name, which stands below its last concatenation or mix.
  const named = nodes.findLast(({ block }) => findBlock(block)?.family === 'channel') ?? nodeById(graph, top)!;
  return {
    title: fill(words.board.channel, { title: title(named) }),
    ownName: null,
    summary: line(count(words.board.blocks, members.length), items(distinct(chips.map(({ field }) => field)))),
    chips: null,
    gauge: null,
  };
}

/** Nodes of a side that share a block, and so a title, with another one of that side. */
function twinsOf({ nodes }: TowerGraph): ReadonlySet<string> {
  const alike = (a: GraphNode, b: GraphNode): boolean => a !== b && a.block === b.block && a.side === b.side;
  return new Set(nodes.filter((node) => nodes.some((other) => alike(node, other))).map(({ id }) => id));
}
