/** Which item of a map the pointer or the keys are at, how far in the map is, and what a press or a key does. */
import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { ItemMap } from '../../../lab/evaluate/item-map';
import { nextPoint, placesOf, pointAt, WHOLE, zoomed, type Place, type Places, type Size, type Zoom } from './placing';

/** Pixels around a point in which it is meant: by a mouse, by a finger. */
const REACH = { mouse: 12, finger: 24 };
/** A press that has moved so far is a drag. */
const DRAG = 4;
const ZOOM_STEP = 1.5;
const DIRECTIONS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Pointing {
  places: Places;
  /** Index of the point. */
  at: number | null;
  /** By the keys. */
  isKeyed: boolean;
  isZoomed: boolean;
  zoomIn(): void;
  zoomOut(): void;
  showWhole(): void;
  /** Of the element that the map lies on. */
  handlers: {
    onPointerDown(event: PointerEvent): void;
    onPointerMove(event: PointerEvent): void;
    onPointerUp(event: PointerEvent): void;
    onPointerCancel(): void;
    onPointerLeave(): void;
    onBlur(): void;
    onKeyDown(event: KeyboardEvent): void;
  };
}

export function usePointing(map: ItemMap, { width, height }: Size, choose: (item: number | null) => void): Pointing {
  const [zoom, setZoom] = useState(WHOLE);
  const [item, setItem] = useState<number | null>(null);
  const [isKeyed, setKeyed] = useState(false);
  const press = useRef<{ from: Place; zoom: Zoom; isDrag: boolean } | null>(null);
  const places = useMemo(() => placesOf(map, { width, height }, zoom), [map, width, height, zoom]);
  const found = item === null ? -1 : map.points.findIndex((point) => point.item === item);
  const at = found < 0 ? null : found;

  const point = (to: number | null, byKeys: boolean): void => {
    setItem(to === null ? null : map.points[to]!.item);
    setKeyed(byKeys);
  };
  const meant = (event: PointerEvent): number | null =>
    pointAt(places.points, placeOf(event), event.pointerType === 'mouse' ? REACH.mouse : REACH.finger);
  const zoomBy = (factor: number): void => {
    const middle = { x: width / 2, y: height / 2 };
    setZoom(zoomed(zoom, factor, (isKeyed && at !== null && places.points[at]) || middle, { width, height }));
  };
  /** @returns false where the key means nothing here */
  const pressKey = (key: string): boolean => {
    const direction = DIRECTIONS[key];
    if (direction) point(at === null ? firstOf(map) : nextPoint(places.points, at, ...direction), true);
    else if (key === 'Enter' && item !== null) choose(item);
    else if (key === 'Escape') choose(null);
    else if (key === '+' || key === '=') zoomBy(ZOOM_STEP);
    else if (key === '-') zoomBy(1 / ZOOM_STEP);
    else if (key === '0') setZoom(WHOLE);
    else return false;
    return true;
  };
  return {
    places,
    at,
    isKeyed,
    isZoomed: zoom.scale > 1,
    zoomIn: () => zoomBy(ZOOM_STEP),
    zoomOut: () => zoomBy(1 / ZOOM_STEP),
    showWhole: () => setZoom(WHOLE),
    handlers: {
      onPointerDown(event) {
        press.current = { from: placeOf(event), zoom, isDrag: false };
        if (zoom.scale > 1) event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove(event) {
        const now = press.current;
        const { x, y } = placeOf(event);
        if (!now) return point(meant(event), false);
        const [dx, dy] = [x - now.from.x, y - now.from.y];
        now.isDrag ||= Math.hypot(dx, dy) > DRAG;
        if (now.isDrag && now.zoom.scale > 1) setZoom({ ...now.zoom, x: now.zoom.x + dx, y: now.zoom.y + dy });
      },
      onPointerUp(event) {
        const isClick = press.current?.isDrag === false;
        press.current = null;
        const to = isClick ? meant(event) : null;
        if (to !== null) choose(map.points[to]!.item);
      },
      onPointerCancel() {
        press.current = null;
      },
      onPointerLeave() {
        press.current = null;
        if (!isKeyed) setItem(null);
      },
      onBlur: () => setItem(null),
      onKeyDown(event) {
        if (event.ctrlKey || event.metaKey || event.altKey || !pressKey(event.key)) return;
        event.preventDefault();
        // Keys of the page mean something else.
        event.stopPropagation();
      },
    },
  };
}

/** Within the element that is listened to. */
function placeOf({ currentTarget, clientX, clientY }: PointerEvent): Place {
  const { left, top } = currentTarget.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

/** Where the keys begin: with the first of the list, or else of all. */
const firstOf = ({ points }: ItemMap): number =>
  Math.max(
    0,
    points.findIndex(({ listed }) => listed !== null),
  );
