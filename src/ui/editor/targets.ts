/** Where a thing may be let go, and why not elsewhere. */
import type { GraphEdge, Side, TowerGraph } from '../../model/document/graph';
import { edgesInto, nodeById, sameEdge } from '../../model/document/graph-edits';
import { refusalOfEdge } from '../../model/edits/edge-refusal';
import { displacedBy, embeds, fieldOf, ownersOf, refusalOfField, refusalOfTaking } from '../../model/edits/fields';
import type { Place } from '../../model/edits/nodes';
import { refusalOfPlace } from '../../model/edits/place-refusal';
import { refusal, type Refusal } from '../../model/edits/refusal';
import { edgesAt, takesMany, type InputAt, type OutputAt } from '../../model/edits/wiring';
import { findBlock } from '../../model/nodes/registry';
import type { Drawing, Target, Thing } from './things';

/** What makes room where a thing is let go. */
export type Remark =
  /** The node whose edge goes. */
  { code: 'replacing'; values: { node: string } } | { code: 'making'; values: { field: string } };

export type Verdict =
  | { target: Target; legal: true; remark: Remark | null }
  | { target: Target; legal: false; why: Refusal };

const SIDES: readonly Side[] = ['user', 'item', 'match', 'objective'];
const TOWERS = ['user', 'item'] as const;

/** Every target of a thing on the drawing, legal or with its reason. */
export const targetsFor = (drawing: Drawing, thing: Thing): Verdict[] =>
  candidates(drawing.graph, thing).map((target) => verdictOn(drawing, thing, target));

/** Whether a thing may be let go at a target, whatever it is. */
export function verdictOn(drawing: Drawing, thing: Thing, target: Target): Verdict {
  const why = refusalOf(drawing, thing, target);
  return why ? { target, legal: false, why } : { target, legal: true, remark: remarkOn(drawing, thing, target) };
}

function candidates(graph: TowerGraph, thing: Thing): Target[] {
  const grounds = SIDES.map((side): Target => ({ kind: 'ground', side, at: null }));
  switch (thing.kind) {
    case 'block':
      return [
        ...graph.edges.map((edge): Target => ({ kind: 'edge', edge })),
        ...graph.edges
          .filter(({ to }) => takesMany(graph, to))
          .flatMap((edge): Target[] => [
            { kind: 'beside', edge, where: 'before' },
            { kind: 'beside', edge, where: 'after' },
          ]),
        ...graph.nodes.map(({ id }): Target => ({ kind: 'node', node: id })),
        ...outputsOf(graph),
        ...inputsOf(graph),
        ...grounds,
      ];
    case 'output':
      return inputsOf(graph);
    case 'input':
      return outputsOf(graph);
    case 'edge-end':
      return [...(thing.end === 'to' ? inputsOf(graph) : outputsOf(graph)), { kind: 'void' }];
    case 'field':
      return [
        ...graph.nodes.filter(embeds).map(({ id }): Target => ({ kind: 'fields', node: id })),
        ...TOWERS.map((side): Target => ({ kind: 'unused', side })),
      ];
    case 'channel':
      return edgesAt(graph, thing.edge.to).map((_, index): Target => ({ kind: 'among', edge: thing.edge, index }));
    case 'nodes':
      return grounds;
  }
}

const inputsOf = (graph: TowerGraph): Target[] =>
  graph.nodes.flatMap(({ id, block }) =>
    Object.keys(findBlock(block)?.inputs ?? {}).map((input): Target => ({ kind: 'input', to: { node: id, input } })),
  );

const outputsOf = (graph: TowerGraph): Target[] =>
  graph.nodes.flatMap(({ id, block }) =>
    Object.entries(findBlock(block)?.outputs ?? {})
      .filter(([, kind]) => kind !== 'internal')
      .map(([output]): Target => ({ kind: 'output', from: { node: id, output } })),
  );

function refusalOf({ graph, fields }: Drawing, thing: Thing, target: Target): Refusal | null {
  switch (thing.kind) {
    case 'block': {
      const block = findBlock(thing.block);
      const place = placeAt(target);
      return block && place ? refusalOfPlace(graph, place, block) : refusal('not-here');
    }
    case 'output':
    case 'input':
    case 'edge-end': {
      if (thing.kind === 'edge-end' && !graph.edges.some((edge) => sameEdge(edge, thing.edge)))
        return refusal('not-here');
      if (thing.kind === 'edge-end' && target.kind === 'void') return null;
      const edge = edgeOf(thing, target);
      if (!edge) return refusal('not-here');
      return refusalOfEdge(graph, edge, thing.kind === 'edge-end' ? thing.edge : undefined);
    }
    case 'field':
      if (target.kind === 'fields') return refusalOfField(graph, fields, thing.field, thing.at, target.node);
      return target.kind === 'unused' ? ofUnused({ graph, fields }, thing, target.side) : refusal('not-here');
    case 'channel':
      return target.kind === 'among' ? ofOrder(graph, thing.edge, target) : refusal('not-here');
    case 'nodes':
      if (target.kind !== 'ground' || !thing.ids.every((id) => nodeById(graph, id))) return refusal('not-here');
      return target.at && target.at[0] === thing.from[0] && target.at[1] === thing.from[1]
        ? refusal('same-place')
        : null;
  }
}

/** Where a block goes that is let go at a target; null where that is no place for one. */
export function placeAt(target: Target): Place | null {
  switch (target.kind) {
    case 'edge':
      return { kind: 'between', edge: target.edge };
    case 'beside':
    case 'ground':
      return target;
    case 'node':
      return { kind: 'instead', node: target.node };
    case 'output':
      return { kind: 'after', from: target.from };
    case 'input':
      return { kind: 'into', to: target.to };
    default:
      return null;
  }
}

/** The edge that is drawn where a port or an end of an edge is let go; null where that is no port to meet it. */
export function edgeOf(
  thing: Extract<Thing, { kind: 'output' | 'input' | 'edge-end' }>,
  target: Target,
): GraphEdge | null {
  const from: OutputAt | null =
    thing.kind === 'output'
      ? thing.from
      : thing.kind === 'edge-end' && thing.end === 'to'
        ? thing.edge.from
        : target.kind === 'output'
          ? target.from
          : null;
  const to: InputAt | null =
    thing.kind === 'input'
      ? thing.to
      : thing.kind === 'edge-end' && thing.end === 'from'
        ? thing.edge.to
        : target.kind === 'input'
          ? target.to
          : null;
  return from && to ? { from, to } : null;
}

function ofUnused(
  { graph, fields }: Drawing,
  { field, at }: Extract<Thing, { kind: 'field' }>,
  side: 'user' | 'item',
): Refusal | null {
  if (!at) return refusal('same-place');
  const node = nodeById(graph, at.node);
  if (!node || fieldOf(graph, at.table) === undefined) return refusal('not-here');
  // A history reads fields of the other side: they are unused there, and let go in either row.
  const owner = fields.find(({ name }) => name === field)?.owner;
  const isAbout = owner === undefined || ownersOf(side).includes(owner);
  return node.side === side || isAbout ? refusalOfTaking(graph, at) : refusal('other-row', { field, side });
}

function ofOrder(graph: TowerGraph, edge: GraphEdge, target: Extract<Target, { kind: 'among' }>): Refusal | null {
  if (target.edge.to.node !== edge.to.node || target.edge.to.input !== edge.to.input)
    return refusal('other-input', { node: edge.to.node });
  const own = edgesAt(graph, edge.to);
  const at = own.findIndex((known) => sameEdge(known, edge));
  if (at < 0 || target.index < 0 || target.index >= own.length) return refusal('not-here');
  return at === target.index ? refusal('same-place') : null;
}

function remarkOn({ graph }: Drawing, thing: Thing, target: Target): Remark | null {
  if (thing.kind === 'field') {
    const gone = target.kind === 'fields' ? displacedBy(graph, target.node) : null;
    return gone === null ? null : { code: 'making', values: { field: gone } };
  }
  const to = target.kind === 'input' ? target.to : thing.kind === 'input' ? thing.to : null;
  if (!to || takesMany(graph, to)) return null;
  const old = edgesInto(graph, to.node).find(
    (edge) => edge.to.input === to.input && !(thing.kind === 'edge-end' && sameEdge(edge, thing.edge)),
  );
  return old ? { code: 'replacing', values: { node: old.from.node } } : null;
}
