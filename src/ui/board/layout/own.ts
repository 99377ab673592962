/**
 * The drawing as a person has arranged it: nodes stand where the document says, lanes lie around them, edges rise
 * around what is in their way.
 */
import type { TowerGraph } from '../../../model/document/graph';
import { pointBetween } from './curve';
import { around, LANE_SIDES, type LaneSide, type Place, type Size } from './geometry';
import { withoutLooseEdges, type Layout } from './layout';
import { isShortcut, nodesAbove } from './paths';
import { ARRIVAL_GAP, type PlacedEdge } from './routes';

const LANE_PAD = 14;
/** An empty lane: what is built in it does not move it about. */
const HOME: Record<LaneSide, Place> = {
  user: { x: 0, y: 0, width: 372, height: 370 },
  item: { x: 392, y: 0, width: 372, height: 370 },
};
/** Above the lanes, for a match that is not there yet. */
const SKY = 170;
const LANE_GAP = 20;
/** A tower of as many nodes is being begun: its lane keeps the room for more. */
const FEW = 5;
/** Between an edge and the node that it goes around. */
const CLEARANCE = 14;

/** A node's `at` is the middle of its upper edge, so that it grows downward with what it shows. */
export const placeAt = ([x, y]: readonly [number, number], { width, height }: Size): Place => ({
  x: x - width / 2,
  y,
  width,
  height,
});
export const atOf = ({ x, y, width }: Place): [number, number] => [Math.round(x + width / 2), Math.round(y)];

/**
 * @param footer height kept free at the bottom of each lane for its label
 * @param open groups that are shown in place: what would lie under them makes room below
 */
export function layOutOwn(
  graph: TowerGraph,
  sizeOf: (nodeId: string) => Size,
  footer: Record<LaneSide, number>,
  open: readonly { members: readonly string[] }[] = [],
): Layout {
  const drawn = withoutLooseEdges(graph);
  const places = new Map(graph.nodes.map(({ id, at }) => [id, placeAt(at, sizeOf(id))]));
  for (const { members } of open) makeRoom(graph, new Set(members), places);
  const user = laneAround(graph, 'user', places, footer.user, HOME.user);
  // An empty tower stands beside one that has grown, level with it.
  const home = { ...HOME.item, x: Math.max(HOME.item.x, user.x + user.width + LANE_GAP), y: user.y };
  const lanes = { user, item: laneAround(graph, 'item', places, footer.item, home) };
  const top = graph.nodes.some(({ side }) => side === 'match') ? [] : [{ ...lanes.user, y: lanes.user.y - SKY }];
  const bounds = around([...places.values(), ...LANE_SIDES.map((side) => lanes[side]), ...top])!;
  return { ...bounds, places, lanes, edges: routesOf(drawn, places) };
}

/**
 * Moves down what an opened group would cover, and with it all that stands as low in its lane. The document keeps the
 * places: they count again when the group is folded.
 */
function makeRoom({ nodes }: TowerGraph, members: ReadonlySet<string>, places: Map<string, Place>): void {
  const inside = [...members].flatMap((id) => places.get(id) ?? []);
  const group = around(inside);
  if (!group) return;
  const side = nodes.find(({ id }) => members.has(id))?.side;
  const others = nodes.flatMap((node) => {
    const place = places.get(node.id);
    return place && node.side === side && !members.has(node.id) ? [{ id: node.id, place }] : [];
  });
  const covered = others.filter(
    ({ place: { x, y, width } }) =>
      x < group.x + group.width && x + width > group.x && y > group.y && y < group.y + group.height + CLEARANCE,
  );
  if (covered.length === 0) return;
  const from = Math.min(...covered.map(({ place }) => place.y));
  const by = group.y + group.height + 2 * CLEARANCE - from;
  for (const { id, place } of others) {
    if (place.y >= from) places.set(id, { ...place, y: place.y + by });
  }
}

function laneAround(
  { nodes }: TowerGraph,
  side: LaneSide,
  places: ReadonlyMap<string, Place>,
  footer: number,
  home: Place,
): Place {
  const own = nodes.filter((node) => node.side === side).flatMap(({ id }) => places.get(id) ?? []);
  const box = around(own);
  const isBegun = own.length <= FEW && box !== null && overlap(box, home);
  if (!box) return { ...home, height: home.height + footer };
  const lane = {
    x: box.x - LANE_PAD,
    y: box.y - LANE_PAD,
    width: box.width + 2 * LANE_PAD,
    height: box.height + 2 * LANE_PAD,
  };
  const { x, y, width, height } = isBegun ? around([lane, home])! : lane;
  return { x, y, width, height: height + footer };
}

const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function routesOf(graph: TowerGraph, places: ReadonlyMap<string, Place>): PlacedEdge[] {
  const above = nodesAbove(graph.edges);
  const sideOf = new Map(graph.nodes.map(({ id, side }) => [id, side]));
  const middle = (id: string): number => {
    const place = places.get(id);
    return place ? place.x + place.width / 2 : 0;
  };
  return graph.edges.map((edge) => {
    const [source, target] = [places.get(edge.from.node), places.get(edge.to.node)];
    const rivals = graph.edges
      .filter(({ to }) => to.node === edge.to.node)
      .sort((a, b) => middle(a.from.node) - middle(b.from.node));
    const arrival = middle(edge.to.node) + (rivals.indexOf(edge) - (rivals.length - 1) / 2) * ARRIVAL_GAP;
    const points: PlacedEdge['points'] = source && target ? rise(source, target, arrival, [...places.values()]) : [];
    return { edge, side: sideOf.get(edge.from.node) ?? 'objective', shortcut: isShortcut(edge, above), points };
  });
}

/** From the top of the source to the bottom of the target, past the nearer side of whatever stands between. */
function rise(source: Place, target: Place, arrival: number, all: readonly Place[]): PlacedEdge['points'] {
  const start: [number, number] = [source.x + source.width / 2, source.y];
  const end: [number, number] = [arrival, target.y + target.height];
  const blocking = all.filter(
    (place) =>
      place !== source &&
      place !== target &&
      place.y < start[1] &&
      place.y + place.height > end[1] &&
      crosses(place, start, end),
  );
  if (blocking.length === 0) return [start, end];
  const inTheWay = around(blocking)!;
  const [left, right] = [inTheWay.x - CLEARANCE, inTheWay.x + inTheWay.width + CLEARANCE];
  const detour = (x: number): number => Math.abs(x - start[0]) + Math.abs(x - end[0]);
  const x = detour(left) <= detour(right) ? left : right;
  return [start, [x, inTheWay.y + inTheWay.height], [x, inTheWay.y], end];
}

/** Whether the rising curve between two points runs through a place. */
function crosses({ x, y, width, height }: Place, start: [number, number], end: [number, number]): boolean {
  for (let step = 1; step < 20; step++) {
    const [atX, atY] = pointBetween(start, end, step / 20);
    if (atX > x && atX < x + width && atY > y && atY < y + height) return true;
  }
  return false;
}
