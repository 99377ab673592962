/** What becomes of the graph where a thing is let go, and what is said of it. */
import type { TowerGraph } from '../../model/document/graph';
import { disconnect, edgesInto } from '../../model/document/graph-edits';
import { addField, displacedBy, moveField, takeField } from '../../model/edits/fields';
import { addAt } from '../../model/edits/nodes';
import { moveBy } from '../../model/edits/positions';
import { edgesAt, moveEnd, placeEdge, wire } from '../../model/edits/wiring';
import { blockById } from '../../model/nodes/registry';
import type { Words } from '../../words/catalog';
import { edgeOf, placeAt, verdictOn, type Verdict } from './targets';
import type { Drawing, Target, Thing } from './things';

/**
 * A deed, by its word under `editing.done`. Values called `node`, `other`, `from`, `to` and `old` are ids of nodes;
 * `n` counts.
 */
export interface Said {
  code: keyof Words['editing']['done'];
  values: Readonly<Record<string, string | number>>;
}

export interface Dropped {
  graph: TowerGraph;
  said: Said;
  /** The nodes that are new. */
  added: readonly string[];
}

/** @throws where that is not legal: see `verdictOn` */
export function drop(drawing: Drawing, thing: Thing, target: Target): Dropped {
  const verdict = verdictOn(drawing, thing, target);
  if (!verdict.legal) throw new Error(`a ${thing.kind} at ${JSON.stringify(target)}: ${verdict.why.code}`);
  const { graph } = drawing;
  switch (thing.kind) {
    case 'block':
      return dropBlock(graph, thing.block, target);
    case 'output':
    case 'input':
    case 'edge-end':
      return dropEnd(graph, thing, verdict);
    case 'field':
      return dropField(graph, thing, target);
    case 'channel': {
      const { index } = target as Extract<Target, { kind: 'among' }>;
      const values = { node: thing.edge.from.node, n: index + 1, all: edgesAt(graph, thing.edge.to).length };
      return { graph: placeEdge(graph, thing.edge, index), said: { code: 'moved', values }, added: [] };
    }
    case 'nodes': {
      const { at } = target as Extract<Target, { kind: 'ground' }>;
      const [x, y] = at ?? thing.from;
      return {
        graph: moveBy(graph, thing.ids, [x - thing.from[0], y - thing.from[1]]),
        said: { code: 'shifted', values: { n: thing.ids.length } },
        added: [],
      };
    }
  }
}

function dropBlock(before: TowerGraph, block: string, target: Target): Dropped {
  const { graph, id } = addAt(before, placeAt(target)!, blockById(block));
  const said = (): Said => {
    if (target.kind === 'node') return { code: 'changed', values: { old: target.node, node: id } };
    const reads = edgesInto(graph, id);
    if (target.kind === 'beside' && reads.length > 0) {
      const { from, to } = target.edge;
      const code = reads.some((edge) => edge.from.node === from.node) ? 'reads' : 'beside';
      return { code, values: { node: id, other: from.node, to: to.node } };
    }
    const wired = graph.edges.some(({ from, to }) => from.node === id || to.node === id);
    return { code: wired ? 'wired' : 'added', values: { node: id } };
  };
  return { graph, said: said(), added: [id] };
}

function dropEnd(
  graph: TowerGraph,
  thing: Extract<Thing, { kind: 'output' | 'input' | 'edge-end' }>,
  verdict: Extract<Verdict, { legal: true }>,
): Dropped {
  const { target, remark } = verdict;
  if (thing.kind === 'edge-end' && target.kind === 'void') {
    const { from, to } = thing.edge;
    const said: Said = { code: 'disconnected', values: { from: from.node, to: to.node } };
    return { graph: disconnect(graph, thing.edge), said, added: [] };
  }
  const edge = edgeOf(thing, target)!;
  const values = { from: edge.from.node, to: edge.to.node };
  const replaced = remark?.code === 'replacing' ? remark.values.node : null;
  if (thing.kind !== 'edge-end') {
    const said: Said =
      replaced === null ? { code: 'connected', values } : { code: 'exchanged', values: { ...values, old: replaced } };
    return { graph: wire(graph, edge), said, added: [] };
  }
  const said = (): Said => {
    if (thing.end === 'from') return { code: 'exchanged', values: { ...values, old: thing.edge.from.node } };
    const old = thing.edge.to.node;
    return replaced === null
      ? { code: 'ended', values: { ...values, old } }
      : { code: 'endedOver', values: { ...values, old, other: replaced } };
  };
  return { graph: moveEnd(graph, thing.edge, edge), said: said(), added: [] };
}

function dropField(graph: TowerGraph, { field, at }: Extract<Thing, { kind: 'field' }>, target: Target): Dropped {
  if (target.kind !== 'fields')
    return { graph: takeField(graph, at!), said: { code: 'fieldTaken', values: { field, from: at!.node } }, added: [] };
  const { node: to } = target;
  const gone = displacedBy(graph, to);
  const said = (): Said => {
    if (gone !== null) return { code: 'fieldOver', values: { field, to, gone } };
    return at
      ? { code: 'fieldMoved', values: { field, from: at.node, to } }
      : { code: 'fieldAdded', values: { field, to } };
  };
  return { graph: at ? moveField(graph, at, to) : addField(graph, to, field), said: said(), added: [] };
}
