/**
 * Where the nodes stand: two lanes, fields at the bottom, everything else between its distance from the match and its
 * distance from the fields, so that the two towers' counterparts are level. Edges that pass several layers get a place
 * of their own in each (Sugiyama, Tagawa, Toda 1981), which is what keeps a short-cut beside the blocks it goes around.
 */
import type { GraphEdge, Side, TowerGraph } from '../../model/graph';

export interface Size {
  width: number;
  height: number;
}
export interface Place extends Size {
  x: number;
  y: number;
}
export type LaneSide = 'user' | 'item';
export interface PlacedEdge {
  edge: GraphEdge;
  side: Side;
  /** Another, longer way leads from its source to its target. */
  shortcut: boolean;
  /** From the top of the source to the bottom of the target, upward. */
  points: [number, number][];
}
export interface Layout extends Size {
  places: Map<string, Place>;
  edges: PlacedEdge[];
  lanes: Record<LaneSide, Place>;
}

export const LANE_WIDTH = 380;
const LANE_GAP = 28;
const LANE_PAD = 14;
const LAYER_GAP = 38;
const PASSAGE = 26;

interface Slot {
  id: string;
  width: number;
  height: number;
  below: string[];
  above: string[];
  x: number;
}

/**
 * @param footer height kept free at the bottom of each lane for its label;
 * @param gap between nodes that stand beside each other
 */
export function layOut(
  graph: TowerGraph,
  sizeOf: (nodeId: string) => Size,
  isInput: (nodeId: string) => boolean,
  footer: Record<LaneSide, number>,
  gap = 16,
): Layout {
  const ids = new Set(graph.nodes.map(({ id }) => id));
  const edges = graph.edges.filter(({ from, to }) => ids.has(from.node) && ids.has(to.node));
  const sideOf = new Map(graph.nodes.map(({ id, side }) => [id, side]));
  const above = adjacency(
    edges,
    ({ from }) => from.node,
    ({ to }) => to.node,
  );
  const heightAbove = longest([...ids], above);

  const top = graph.nodes.filter(({ side }) => side === 'match' || side === 'objective');
  // A path that nobody reads yet rises too.
  const inLane = edges.filter(({ from, to }) => sideOf.get(from.node) === sideOf.get(to.node));
  const heightInLane = longest(
    [...ids],
    adjacency(
      inLane,
      ({ from }) => from.node,
      ({ to }) => to.node,
    ),
  );
  const levels = { user: 0, item: 0 };
  const level = new Map<string, number>();
  const firstLaneLevel = 1 + Math.max(-1, ...top.map(({ id }) => heightAbove.get(id) ?? 0));
  for (const { id, side } of graph.nodes) {
    if (side !== 'user' && side !== 'item') continue;
    const l = Math.max(heightInLane.get(id) ?? 0, (heightAbove.get(id) ?? 0) - firstLaneLevel);
    level.set(id, l);
    levels[side] = Math.max(levels[side], l);
  }
  const bottom = Math.max(levels.user, levels.item);
  const heightBelow = longest(
    [...ids],
    adjacency(
      edges,
      ({ to }) => to.node,
      ({ from }) => from.node,
    ),
  );
  for (const [id, l] of level)
    level.set(id, isInput(id) ? bottom : Math.floor((l + Math.max(l, bottom - (heightBelow.get(id) ?? 0))) / 2));

  const lanes = { user: laneSlots('user'), item: laneSlots('item') };
  const layers = Array.from({ length: bottom + 1 }, (_, l) =>
    Math.max(0, ...(['user', 'item'] as const).flatMap((side) => (lanes[side][l] ?? []).map(({ height }) => height))),
  );

  const widths = { user: Math.max(LANE_WIDTH, contentWidth('user')), item: Math.max(LANE_WIDTH, contentWidth('item')) };
  const laneX = { user: 0, item: widths.user + LANE_GAP };
  const width = laneX.item + widths.item;
  const centre = widths.user + LANE_GAP / 2;

  const places = new Map<string, Place>();
  const passages = new Map<string, { x: number; top: number; bottom: number }>();
  let y = 0;
  for (const row of rowsOf(
    top.map(({ id }) => id),
    heightAbove,
  )) {
    const height = Math.max(...row.map((id) => sizeOf(id).height));
    let x = centre - (row.reduce((sum, id) => sum + sizeOf(id).width, 0) + gap * (row.length - 1)) / 2;
    for (const id of row) {
      const size = sizeOf(id);
      places.set(id, { ...size, x, y: y + height - size.height });
      x += size.width + gap;
    }
    y += height + LAYER_GAP;
  }
  const laneTop = y;
  y += LANE_PAD + 4;
  for (let l = 0; l <= bottom; l++) {
    const height = layers[l] ?? 0;
    for (const side of ['user', 'item'] as const) {
      for (const slot of lanes[side][l] ?? []) {
        const x = laneX[side] + widths[side] / 2 + slot.x;
        if (ids.has(slot.id))
          places.set(slot.id, {
            x: x - slot.width / 2,
            y: l === bottom ? y : y + (height - slot.height) / 2,
            width: slot.width,
            height: slot.height,
          });
        else passages.set(slot.id, { x, top: y, bottom: y + height });
      }
    }
    y += height + LAYER_GAP;
  }
  y -= LAYER_GAP - LANE_PAD;
  const laneHeight = y - laneTop + Math.max(footer.user, footer.item);

  return {
    width,
    height: laneTop + laneHeight,
    places,
    lanes: {
      user: { x: laneX.user, y: laneTop, width: widths.user, height: laneHeight },
      item: { x: laneX.item, y: laneTop, width: widths.item, height: laneHeight },
    },
    edges: spread(edges).map(({ edge, fromX, toX }) => ({
      edge,
      side: sideOf.get(edge.from.node) ?? 'objective',
      shortcut: isShortcut(edge, above),
      points: pointsOf(edge, fromX, toX),
    })),
  };

  function laneSlots(side: LaneSide): Slot[][] {
    const slots = new Map<string, Slot>();
    const rows: Slot[][] = Array.from({ length: bottom + 1 }, () => []);
    const put = (id: string, l: number, size: Size): void => {
      const slot = { id, ...size, below: [], above: [], x: 0 };
      slots.set(id, slot);
      rows[l]?.push(slot);
    };
    for (const { id, side: s } of graph.nodes) if (s === side) put(id, level.get(id) ?? 0, sizeOf(id));
    const link = (low: string, high: string): void => {
      slots.get(low)?.above.push(high);
      slots.get(high)?.below.push(low);
    };
    for (const edge of edges) {
      if (sideOf.get(edge.from.node) !== side) continue;
      const low = level.get(edge.from.node) ?? 0;
      const inLane = sideOf.get(edge.to.node) === side;
      const high = inLane ? (level.get(edge.to.node) ?? 0) : -1;
      let last = edge.from.node;
      for (let l = low - 1; l > high; l--) {
        const id = passageId(edge, l);
        if (!slots.has(id)) put(id, l, { width: PASSAGE, height: 0 });
        link(last, id);
        last = id;
      }
      if (inLane) link(last, edge.to.node);
    }
    // What belongs together begins together: in the order in which a walk down from the top meets it.
    const met = new Set<string>();
    const meet = (id: string): void => {
      if (met.has(id)) return;
      met.add(id);
      for (const low of slots.get(id)?.below ?? []) meet(low);
    };
    for (const row of rows) for (const { id } of row) meet(id);
    const order = [...met];
    for (const row of rows) {
      row.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
      packAround(row, new Map(), gap);
      recentre(row);
    }
    // A few sweeps up and down settle the order of graphs of this size, the one with the fewest crossings is kept; then
    // the fields stand still and the rest rises over them.
    let best = rows.map((row) => [...row]);
    let fewest = crossingsOf(rows);
    const wishOf = (slot: Slot, neighbours: string[]): number =>
      weightedMean(neighbours.map((id) => [slots.get(id)?.x ?? 0, ids.has(id) ? 2 : 1])) ?? slot.x;
    for (let sweep = 0; sweep < 6; sweep++) {
      const down = sweep % 2 === 0;
      for (const l of down ? rows.keys() : [...rows.keys()].toReversed()) {
        const row = rows[l] ?? [];
        const wish = new Map(row.map((slot) => [slot, wishOf(slot, down ? slot.above : slot.below)]));
        row.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
        packAround(row, wish, gap);
      }
      const crossings = crossingsOf(rows);
      if (crossings < fewest) [best, fewest] = [rows.map((row) => [...row]), crossings];
    }
    for (const [l, row] of best.entries()) {
      rows[l] = row;
      packAround(row, new Map(), gap);
      recentre(row);
    }
    for (const row of rows.toReversed()) {
      packAround(row, new Map(row.map((slot) => [slot, wishOf(slot, slot.below)])), gap);
      if (row === rows.at(-1)) recentre(row);
    }
    recentre([...slots.values()]);
    return rows;
  }

  function contentWidth(side: LaneSide): number {
    const reach = lanes[side].flat().map((slot) => Math.abs(slot.x) + slot.width / 2);
    return 2 * (Math.max(0, ...reach) + LANE_PAD);
  }

  /** Edges that share a node's side leave and arrive next to each other, in the order of their other ends. */
  function spread(all: readonly GraphEdge[]): { edge: GraphEdge; fromX: number; toX: number }[] {
    const centreOf = (id: string): number => {
      const place = places.get(id);
      return place ? place.x + place.width / 2 : 0;
    };
    const towards = (edge: GraphEdge, end: 'from' | 'to'): number => {
      const l = end === 'from' ? (level.get(edge.from.node) ?? 0) - 1 : (level.get(edge.to.node) ?? -1) + 1;
      return passages.get(passageId(edge, l))?.x ?? centreOf(edge[end === 'from' ? 'to' : 'from'].node);
    };
    const offset = (edge: GraphEdge, end: 'from' | 'to'): number => {
      const rivals = all
        .filter((other) => other[end].node === edge[end].node)
        .sort((a, b) => towards(a, end) - towards(b, end));
      const step = end === 'to' && rivals.length > 1 ? 22 : 0;
      return (rivals.indexOf(edge) - (rivals.length - 1) / 2) * step;
    };
    return all.map((edge) => ({
      edge,
      fromX: centreOf(edge.from.node) + offset(edge, 'from'),
      toX: centreOf(edge.to.node) + offset(edge, 'to'),
    }));
  }

  function pointsOf(edge: GraphEdge, fromX: number, toX: number): [number, number][] {
    const source = places.get(edge.from.node);
    const target = places.get(edge.to.node);
    if (!source || !target) return [];
    const points: [number, number][] = [[fromX, source.y]];
    for (let l = (level.get(edge.from.node) ?? 0) - 1; l >= 0; l--) {
      const passage = passages.get(passageId(edge, l));
      if (passage) points.push([passage.x, passage.bottom], [passage.x, passage.top]);
    }
    return [...points, [toX, target.y + target.height]];
  }
}

/** One passage per source output and layer: edges to several targets share their way up. */
const passageId = (edge: GraphEdge, level: number): string =>
  `${edge.from.node}/${edge.from.output}>${edge.to.node}@${level}`;

const weightedMean = (values: [value: number, weight: number][]): number | null =>
  values.length
    ? values.reduce((sum, [value, weight]) => sum + value * weight, 0) /
      values.reduce((sum, [, weight]) => sum + weight, 0)
    : null;

/** How much a passage's own wish counts beside a block's: it makes way. */
const PASSAGE_WEIGHT = 0.01;

/**
 * Centres of a row as close to their wishes as their widths allow, keeping the order: least squares under least
 * distances. Less the distances from the row's first slot, centres need only not fall, which pooling neighbours that
 * violate it solves exactly (Ayer et al., 1955).
 */
function packAround(row: Slot[], wish: Map<Slot, number>, gap: number): void {
  const pools: { sum: number; weight: number; slots: { slot: Slot; from: number }[] }[] = [];
  let from = 0;
  row.forEach((slot, i) => {
    const before = row[i - 1];
    if (before) from += before.width / 2 + gap + slot.width / 2;
    const weight = slot.height === 0 ? PASSAGE_WEIGHT : 1;
    let last = { sum: weight * ((wish.get(slot) ?? 0) - from), weight, slots: [{ slot, from }] };
    for (let left = pools.at(-1); left && left.sum / left.weight > last.sum / last.weight; left = pools.at(-1)) {
      pools.pop();
      last = { sum: left.sum + last.sum, weight: left.weight + last.weight, slots: [...left.slots, ...last.slots] };
    }
    pools.push(last);
  });
  for (const { sum, weight, slots } of pools)
    for (const { slot, from: offset } of slots) slot.x = sum / weight + offset;
}

/** Pairs of links between neighbouring rows that cross. */
function crossingsOf(rows: readonly Slot[][]): number {
  let crossings = 0;
  for (const [l, row] of rows.entries()) {
    const place = new Map((rows[l + 1] ?? []).map(({ id }, at) => [id, at]));
    const links = row.flatMap(({ below }, at) =>
      below.flatMap((id) => {
        const to = place.get(id);
        return to === undefined ? [] : [[at, to] as const];
      }),
    );
    links.forEach(([a, b], i) =>
      links.slice(i + 1).forEach(([c, d]) => {
        if ((a - c) * (b - d) < 0) crossings++;
      }),
    );
  }
  return crossings;
}

/** Moves slots together so that what they cover is centred in the lane. */
function recentre(row: Slot[]): void {
  const left = Math.min(...row.map((slot) => slot.x - slot.width / 2));
  const right = Math.max(...row.map((slot) => slot.x + slot.width / 2));
  if (row.length === 0) return;
  const shift = (left + right) / 2;
  for (const slot of row) slot.x -= shift;
}

function adjacency(
  edges: readonly GraphEdge[],
  key: (e: GraphEdge) => string,
  value: (e: GraphEdge) => string,
): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const edge of edges) map.set(key(edge), [...(map.get(key(edge)) ?? []), value(edge)]);
  return map;
}

/** Longest way up from each node; an edge that would close a circle is not followed. */
function longest(ids: readonly string[], above: Map<string, string[]>): Map<string, number> {
  const done = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = done.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return 0;
    open.add(id);
    const value = Math.max(0, ...(above.get(id) ?? []).map((next) => 1 + visit(next)));
    open.delete(id);
    done.set(id, value);
    return value;
  };
  for (const id of ids) visit(id);
  return done;
}

function isShortcut(edge: GraphEdge, above: Map<string, string[]>): boolean {
  const seen = new Set<string>();
  const reaches = (id: string): boolean => {
    if (id === edge.to.node) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return (above.get(id) ?? []).some(reaches);
  };
  return (above.get(edge.from.node) ?? []).some((next) => next !== edge.to.node && reaches(next));
}

/** Rows from the top down: an objective stands above the match it reads. */
function rowsOf(ids: readonly string[], heightAbove: Map<string, number>): string[][] {
  const rows: string[][] = [];
  for (const id of ids) (rows[heightAbove.get(id) ?? 0] ??= []).push(id);
  return rows.filter((row) => row.length > 0);
}
