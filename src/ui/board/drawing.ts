/** What the board shows of a document: its nodes in words, their live values, and where they stand. */
import { isText } from '../../data/dataset';
import type { DatasetSummary } from '../../lab/loading/describe-data';
import { judge } from '../../model/check/judge';
import type { AnyBlock } from '../../model/blocks/block';
import type { GraphEdge, TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import { unusedFields } from '../../model/edits/fields';
import { findBlock } from '../../model/nodes/registry';
import type { Speech } from '../../words/words';
import { drawnNodes, gaugesOf, type DrawnNode } from './drawn-nodes';
import { edgeWeights, type EdgeWeight } from './edge-weights';
import { groupsOf, type Group } from './fold/groups';
import { shownGraph } from './fold/shown-graph';
import type { LaneSide, Size } from './layout/geometry';
import { layOut, type Layout } from './layout/layout';
import { atOf, layOutOwn } from './layout/own';
import { blockSize, chipsHeight, gapOf, inputSize, isSlim } from './measure';

const LANE_FOOT = 34;
/** Room for the chips of fields that nobody reads. */
const LANE_TEXT = 340;

export interface Drawing {
  graph: TowerGraph;
  /** What is on the board, by id. */
  nodes: ReadonlyMap<string, DrawnNode>;
  /** What is folded away: the node that it is drawn as. */
  hiddenIn: ReadonlyMap<string, string>;
  layout: Layout;
  /** Groups that stand as one node each, and those that a person has opened. */
  folded: readonly Group[];
  open: readonly Group[];
  /** The edge of the document that a drawn one stands for. */
  edgeOf(drawn: GraphEdge): GraphEdge;
  unusedFields: Record<LaneSide, string[]>;
  blockOf(id: string): AnyBlock | undefined;
  /** How much comes along the edges of the document. */
  weights: ReadonlyMap<GraphEdge, EdgeWeight>;
}

/** What the board needs to know beside the graph. */
export interface Surroundings {
  summary: DatasetSummary | null;
  speech: Speech;
  /** Keys of the groups that a person has opened. */
  opened: readonly string[];
}

export function drawingOf(graph: TowerGraph, { summary, speech, opened }: Surroundings): Drawing {
  const judgement = summary ? judge(graph, summary.schema) : null;
  const types = judgement?.types ?? new Map();
  const gauges = gaugesOf(judgement?.probes ?? []);
  const groups = groupsOf(graph, gauges, new Set(opened));
  const all = drawnNodes(graph, groups, types, gauges, speech);
  const shown = shownGraph(graph, groups.folded);
  const nodes = new Map(shown.graph.nodes.map(({ id }) => [id, all.get(id)!]));
  const unused = unusedIn(graph, summary);
  return {
    graph,
    nodes,
    blockOf: (id) => findBlock(nodeById(graph, id)?.block ?? ''),
    hiddenIn: new Map(
      groups.folded.flatMap(({ top, members }) => members.filter((id) => id !== top).map((id) => [id, top])),
    ),
    layout: placed(shown.graph, sizesOf(nodes), nodes, unused, groups.open),
    ...groups,
    edgeOf: shown.edgeOf,
    unusedFields: unused,
    weights: edgeWeights(graph, gauges, types),
  };
}

function placed(
  graph: TowerGraph,
  { sizeOf, slim }: Sizes,
  nodes: Drawing['nodes'],
  unused: Drawing['unusedFields'],
  open: readonly Group[],
): Layout {
  const footer = {
    user: LANE_FOOT + chipsHeight(unused.user, LANE_TEXT),
    item: LANE_FOOT + chipsHeight(unused.item, LANE_TEXT),
  };
  return graph.arranged
    ? layOutOwn(graph, sizeOf, footer, open)
    : layOut(graph, sizeOf, (id) => Boolean(nodes.get(id)?.chips), footer, gapOf(slim));
}

interface Sizes {
  slim: boolean;
  sizeOf(id: string): Size;
}

function sizesOf(nodes: ReadonlyMap<string, DrawnNode>): Sizes {
  const inputs = { user: 0, item: 0, match: 0, objective: 0 };
  for (const { side, chips } of nodes.values()) if (chips) inputs[side]++;
  const channels = [...nodes.values()].filter(({ folded }) => folded?.kind === 'channel').length;
  const slim = isSlim(inputs.user + inputs.item + channels);
  const sizes = new Map(
    [...nodes].map(([id, node]) => [
      id,
      node.chips
        ? inputSize(
            node.chips.map(({ field }) => field),
            [node.title, node.ownName ?? ''].join(' ').trim(),
            inputs[node.side],
            slim,
          )
        : blockSize(node, slim),
    ]),
  );
  return { slim, sizeOf: (id) => sizes.get(id) ?? { width: 0, height: 0 } };
}

function unusedIn(graph: TowerGraph, summary: DatasetSummary | null): Drawing['unusedFields'] {
  const unused = (side: LaneSide): string[] =>
    unusedFields(graph, summary?.fields ?? [], side)
      .filter((field) => !isText(field))
      .map(({ name }) => name);
  return { user: unused('user'), item: unused('item') };
}

/** Nodes with all that is folded away in them: what goes along when they are moved. */
export const withHidden = ({ hiddenIn }: Pick<Drawing, 'hiddenIn'>, ids: readonly string[]): string[] =>
  ids.flatMap((id) => [id, ...[...hiddenIn].flatMap(([hidden, top]) => (top === id ? [hidden] : []))]);

/** The same drawing where nodes of an arranged graph stand elsewhere. */
export function relaid(drawing: Drawing, graph: TowerGraph): Drawing {
  const shown = shownGraph(graph, drawing.folded);
  const layout = placed(shown.graph, sizesOf(drawing.nodes), drawing.nodes, drawing.unusedFields, drawing.open);
  return { ...drawing, graph, layout, edgeOf: shown.edgeOf };
}

/** Keys of all groups, also of those within others. */
export function everyGroup(graph: TowerGraph, surroundings: Omit<Surroundings, 'opened'>): string[] {
  let keys: string[] = [];
  for (;;) {
    const { nodes } = drawingOf(graph, { ...surroundings, opened: keys });
    const folded = [...nodes.values()].flatMap((node) => node.folded?.key ?? []);
    if (folded.length === 0) return keys;
    keys = [...keys, ...folded];
  }
}

/** From a node that is folded away to the next below it. */
const HIDDEN_STEP = 92;

/**
 * The graph with the places that the board gives its nodes, so that an edit moves what it touches and nothing else.
 * What is folded away stands below the node that it is drawn as. One that is arranged stays as it is.
 */
export function arranged(graph: TowerGraph, surroundings: Surroundings): TowerGraph {
  if (graph.arranged) return graph;
  const { layout, hiddenIn } = drawingOf(graph, surroundings);
  const at = new Map([...layout.places].map(([id, place]) => [id, atOf(place)]));
  const below = new Map<string, number>();
  for (const [id, top] of [...hiddenIn].toReversed()) {
    const steps = (below.get(top) ?? 0) + 1;
    below.set(top, steps);
    const [x, y] = at.get(top) ?? [0, 0];
    at.set(id, [x, y + steps * HIDDEN_STEP]);
  }
  return { ...graph, arranged: true, nodes: graph.nodes.map((node) => ({ ...node, at: at.get(node.id) ?? node.at })) };
}

/** The graph as the board lays it out by itself. */
export function laidOut(graph: TowerGraph): TowerGraph {
  const { arranged: _arranged, ...free } = graph;
  return free;
}
