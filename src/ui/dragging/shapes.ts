/** Where the targets of a thing are drawn, in the board's pixels. */
import type { GraphEdge } from '../../model/document/graph';
import { sameEdge } from '../../model/document/graph-edits';
import { edgesAt } from '../../model/edits/wiring';
import type { Drawing } from '../board/drawing';
import { pointBetween } from '../board/layout/curve';
import type { Place } from '../board/layout/geometry';
import type { PlacedEdge } from '../board/layout/routes';
import { portsAt } from '../board/ports';
import { nearest, type Shape, type Spot } from '../editor/nearest';
import type { Verdict } from '../editor/targets';
import type { Target, Thing } from '../editor/things';

/** How near a pointer comes to mean a target, in pixels of the screen. */
const REACH = 18;
const ON_EDGE = 5;
/** Beside a channel: a strip as wide as this. */
const STRIP = 26;
/** Ground above the lanes, for the match and the objectives. */
const SKY = 1000;
const FOOT = 34;
const HALF_NODE = 27;

/** Null for what is out of sight. */
export function shapeOf(target: Target, drawing: Drawing): Shape | null {
  const place = (id: string): Place | null => drawing.layout.places.get(drawing.hiddenIn.get(id) ?? id) ?? null;
  switch (target.kind) {
    case 'edge': {
      const drawn = drawnEdge(target.edge, drawing);
      return drawn ? { path: curve(drawn.points) } : null;
    }
    case 'beside': {
      const channel = place(target.edge.from.node);
      if (!channel) return null;
      const x = target.where === 'before' ? channel.x - STRIP : channel.x + channel.width;
      return { box: { x, y: channel.y, width: STRIP, height: channel.height } };
    }
    case 'node':
      return drawing.hiddenIn.has(target.node) ? null : boxed(place(target.node));
    case 'fields':
      return boxed(place(target.node));
    case 'output':
      return port(target.from.node, 'outputs', target.from.output, drawing);
    case 'input':
      return port(target.to.node, 'inputs', target.to.input, drawing);
    case 'ground':
      return { box: groundOf(target.side, drawing) };
    case 'unused': {
      const lane = drawing.layout.lanes[target.side];
      const height = FOOT + 26 * Math.max(1, Math.ceil(drawing.unusedFields[target.side].length / 4));
      return { box: { ...lane, y: lane.y + lane.height - height, height } };
    }
    case 'among':
      return amongShape(target, drawing);
    case 'void':
      return null;
  }
}

const boxed = (place: Place | null): Shape | null => (place ? { box: place } : null);

function port(id: string, end: 'inputs' | 'outputs', name: string, drawing: Drawing): Shape | null {
  const shown = drawing.hiddenIn.get(id) ?? id;
  const place = drawing.layout.places.get(shown);
  if (!place) return null;
  // A port of what is folded away is met at the fold.
  const spot = portsAt(shown === id ? drawing.blockOf(id) : undefined, end, place).find((one) => one.name === name);
  const { x, y } = spot ?? { x: place.x + place.width / 2, y: end === 'inputs' ? place.y + place.height : place.y };
  return { path: [{ x, y }] };
}

function groundOf(side: Extract<Target, { kind: 'ground' }>['side'], { layout }: Drawing): Place {
  if (side === 'user' || side === 'item') return layout.lanes[side];
  const top = Math.min(layout.lanes.user.y, layout.lanes.item.y);
  return { x: layout.x - SKY, y: top - SKY, width: layout.width + 2 * SKY, height: SKY };
}

/** Places in an order lie where the channels stand now. */
function amongShape({ edge, index }: Extract<Target, { kind: 'among' }>, drawing: Drawing): Shape | null {
  const at = edgesAt(drawing.graph, edge.to)[index];
  const id = at && (drawing.hiddenIn.get(at.from.node) ?? at.from.node);
  return boxed((id !== undefined && drawing.layout.places.get(id)) || null);
}

const drawnEdge = (edge: GraphEdge, { layout, edgeOf }: Drawing): PlacedEdge | undefined =>
  layout.edges.find((drawn) => sameEdge(edgeOf(drawn.edge), edge));

/** The drawn curve in short straight pieces. */
function curve(points: PlacedEdge['points']): Spot[] {
  const spots: Spot[] = points.slice(0, 1).map(([x, y]) => ({ x, y }));
  for (const [i, end] of points.slice(1).entries())
    for (let step = 1; step <= 8; step++) {
      const [x, y] = pointBetween(points[i]!, end, step / 8);
      spots.push({ x, y });
    }
  return spots;
}

export interface Drawn {
  verdict: Verdict;
  shape: Shape;
}

export const shapesOf = (verdicts: readonly Verdict[], drawing: Drawing): Drawn[] =>
  verdicts.flatMap((verdict) => {
    const shape = shapeOf(verdict.target, drawing);
    return shape ? [{ verdict, shape }] : [];
  });

const isWide = ({ target }: Verdict): boolean => target.kind === 'ground' || target.kind === 'unused';

/**
 * What the pointer means at a point of the board: the nearest of what is drawn, then the ground below it. An end of an
 * edge over nothing is cut off.
 */
export function targetAt(drawn: readonly Drawn[], thing: Thing, point: Spot, zoom: number): Target | null {
  // Nodes go wherever the pointer does.
  if (thing.kind === 'nodes') return { kind: 'ground', side: 'user', at: [point.x, point.y] };
  const reach = REACH / zoom;
  const found =
    // On an edge, that is meant, whatever it passes.
    nearest(
      drawn.filter(({ verdict }) => verdict.target.kind === 'edge' && verdict.legal),
      point,
      ON_EDGE / zoom,
    ) ??
    nearest(
      drawn.filter(({ verdict }) => !isWide(verdict)),
      point,
      reach,
    ) ??
    nearest(
      drawn.filter(({ verdict }) => isWide(verdict)),
      point,
      0,
    );
  if (!found) return thing.kind === 'edge-end' ? { kind: 'void' } : null;
  // A node is held by its middle.
  const at = [point.x, point.y - HALF_NODE] as const;
  return found.target.kind === 'ground' ? { ...found.target, at } : found.target;
}
