/** Where the points of a map stand on the screen, and which of them is meant. */
import type { ItemMap } from '../../../lab/evaluate/item-map';

export interface Place {
  x: number;
  y: number;
}
/** In pixels: of each point, and of each vector of the user. */
export interface Places {
  points: readonly Place[];
  marks: readonly Place[];
}
export interface Size {
  width: number;
  height: number;
}
/** How far in, and by how many pixels aside. */
export interface Zoom extends Place {
  scale: number;
}
export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };

const ROOM = 18;
const MOST_SCALE = 16;

/** Both axes at one scale, all points in view where nothing is zoomed. */
export function placesOf(map: ItemMap, { width, height }: Size, zoom: Zoom): Places {
  const marks = map.person?.marks ?? [];
  const [left, right] = extent([...map.points, ...marks].map(({ x }) => x));
  const [low, high] = extent([...map.points, ...marks].map(({ y }) => y));
  const fit = Math.min((width - 2 * ROOM) / (right - left || 1), (height - 2 * ROOM) / (high - low || 1));
  const scale = fit * zoom.scale;
  const place = ({ x, y }: Place): Place => ({
    x: width / 2 + zoom.x + (x - (left + right) / 2) * scale,
    y: height / 2 + zoom.y - (y - (low + high) / 2) * scale,
  });
  return { points: map.points.map(place), marks: marks.map(place) };
}

function extent(values: readonly number[]): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

/** In or out around a place of the screen, which keeps standing. */
export function zoomed(zoom: Zoom, factor: number, around: Place, { width, height }: Size): Zoom {
  const scale = Math.min(MOST_SCALE, Math.max(1, zoom.scale * factor));
  if (scale === 1) return WHOLE;
  const by = scale / zoom.scale;
  const [x, y] = [around.x - width / 2, around.y - height / 2];
  return { scale, x: x - (x - zoom.x) * by, y: y - (y - zoom.y) * by };
}

/** The point nearest to a place; null where none is so near. @param reach pixels */
export function pointAt(points: readonly Place[], { x, y }: Place, reach: number): number | null {
  let [found, least]: [number | null, number] = [null, reach];
  points.forEach((point, at) => {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance < least) [found, least] = [at, distance];
  });
  return found;
}

/** The next point in a direction, rather straight on than near; the same one where there is none. */
export function nextPoint(points: readonly Place[], from: number, dx: number, dy: number): number {
  const { x, y } = points[from]!;
  let [next, least] = [from, Infinity];
  points.forEach((point, at) => {
    const along = (point.x - x) * dx + (point.y - y) * dy;
    const across = Math.abs((point.x - x) * dy) + Math.abs((point.y - y) * dx);
    if (along < 0.5) return;
    const cost = along + 2 * across + (across > along ? ASIDE : 0);
    if (cost < least) [next, least] = [at, cost];
  });
  return next;
}

/** More than any distance on a screen: what lies more to the side than ahead comes last. */
const ASIDE = 1e6;
