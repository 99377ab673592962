/**
 * What the board may draw as one node: a channel, and a run of plain blocks. A live value that has a name is never
 * folded away: gates, fusions and interests stand for themselves.
 */
import type { GraphNode, TowerGraph } from '../../../model/document/graph';
import { edgesInto, nodeById } from '../../../model/document/graph-edits';
import { channelOf } from '../../../model/edits/channels';
import { takesMany } from '../../../model/edits/wiring';
import { findBlock } from '../../../model/nodes/registry';
import type { Probe } from '../../../model/check/probe';
import { MOST_NAMED_COLUMNS } from '../measure';

export interface Group {
  /** Stays the same while the group has the same node on top. */
  key: string;
  kind: 'run' | 'channel';
  /** The node that stands for all: what leaves the group leaves it. */
  top: string;
  /** The top among them, from below. */
  members: readonly string[];
}

/** A channel of fewer blocks is as easy to read as its fold. */
const LEAST_CHANNEL = 3;

/** Whether a node shows values that a person follows by name, and so is drawn always. */
export function keepsGauge(node: GraphNode, gauge: Probe | undefined): boolean {
  const block = findBlock(node.block);
  if (!block || block.family === 'gate' || Object.values(block.outputs).includes('interests')) return true;
  // What weighs several inputs has a value for each, as soon as they are there.
  const weighs = block.probes !== undefined && Object.values(block.inputs).some(({ many }) => many);
  return weighs || (gauge !== undefined && gauge.labels.length <= MOST_NAMED_COLUMNS);
}

/**
 * Groups as they are drawn: channels first, then runs outside the channels that are folded.
 * @param gauges the live value that stands on each node
 * @param opened keys of groups that a person has opened
 */
export function groupsOf(
  graph: TowerGraph,
  gauges: ReadonlyMap<string, Probe>,
  opened: ReadonlySet<string>,
): { folded: Group[]; open: Group[] } {
  const folds = (id: string): boolean => {
    const node = nodeById(graph, id);
    return node !== undefined && (node.side === 'user' || node.side === 'item') && !keepsGauge(node, gauges.get(id));
  };
  const channels = channelsOf(graph, folds);
  const closed = channels.filter(({ key }) => !opened.has(key));
  const hidden = new Set(closed.flatMap(({ members }) => members));
  const runs = runsOf(graph, (id) => folds(id) && !hidden.has(id) && isPlain(id, gauges));
  const isOpen = ({ key }: Group): boolean => opened.has(key);
  return {
    folded: [...closed, ...runs.filter((run) => !isOpen(run))],
    open: [...channels.filter(isOpen), ...runs.filter(isOpen)],
  };
}

/** What leads into an input that lays several together, where at least two such channels stand beside each other. */
function channelsOf(graph: TowerGraph, folds: (id: string) => boolean): Group[] {
  const channels = graph.nodes.flatMap(({ id, side }): Group[] => {
    if (side !== 'user' && side !== 'item') return [];
    const found = edgesInto(graph, id).flatMap((edge): Group[] => {
      const top = edge.from.node;
      const readers = graph.edges.filter(({ from }) => from.node === top);
      const members = channelOf(graph, top).filter((member) => nodeById(graph, member)?.side === side);
      return takesMany(graph, edge.to) &&
        readers.length === 1 &&
        members.length >= LEAST_CHANNEL &&
        members.every(folds)
        ? [{ key: `channel:${top}`, kind: 'channel', top, members: fromBelow(graph, members) }]
        : [];
    });
    return found.length > 1 ? found : [];
  });
  // A channel within a channel opens with it.
  return channels.filter(
    ({ top, members }) =>
      !channels.some((other) => other.members.length > members.length && other.members.includes(top)),
  );
}

/** Without a value that stands on it: positions of a history count as nothing that must be seen. */
const isPlain = (id: string, gauges: ReadonlyMap<string, Probe>): boolean =>
  (gauges.get(id)?.labels.length ?? 0) === 0 || (gauges.get(id)?.labels.length ?? 0) > MOST_NAMED_COLUMNS;

/** Chains in which each node has one reader and is all that this reader reads. */
function runsOf(graph: TowerGraph, folds: (id: string) => boolean): Group[] {
  const next = (id: string): string | null => {
    const leaving = graph.edges.filter(({ from }) => from.node === id);
    const reader = leaving[0]?.to.node;
    return leaving.length === 1 && reader !== undefined && folds(reader) && edgesInto(graph, reader).length === 1
      ? reader
      : null;
  };
  const taken = new Set<string>();
  return graph.nodes.flatMap(({ id }): Group[] => {
    const isFirst = folds(id) && !graph.nodes.some((before) => folds(before.id) && next(before.id) === id);
    if (!isFirst) return [];
    const members: string[] = [];
    for (let at: string | null = id; at !== null && !taken.has(at); at = next(at)) {
      taken.add(at);
      members.push(at);
    }
    const top = members.at(-1)!;
    return members.length > 1 ? [{ key: `run:${top}`, kind: 'run', top, members }] : [];
  });
}

function fromBelow(graph: TowerGraph, members: readonly string[]): string[] {
  const left = new Set(members);
  const order: string[] = [];
  while (left.size > 0) {
    const ready = [...left].filter((id) => !edgesInto(graph, id).some(({ from }) => left.has(from.node)));
    // On a circle nothing is ready: the order of the document then.
    for (const id of ready.length > 0 ? ready : [...left]) {
      order.push(id);
      left.delete(id);
    }
  }
  return order;
}
