/** Paints a canvas whenever what it shows has changed; from one map to the next its points glide. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import { drawMap, mapColours, type Drawing, type MapColours } from './draw-map';
import type { Place, Places, Size } from './placing';

const GLIDE_MS = 450;

export function usePainted(
  canvas: RefObject<HTMLCanvasElement | null>,
  { map, places, at }: Drawing,
  { width, height }: Size,
): void {
  const colours = useMapColours();
  const last = useRef<Omit<Drawing, 'at'> | null>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !colours || width === 0) return;
    const density = devicePixelRatio;
    [context.canvas.width, context.canvas.height] = [Math.round(width * density), Math.round(height * density)];
    const paint = (now: Places): void => {
      drawMap(context, { map, places: now, at }, { width, height }, density, colours);
      last.current = { map, places: now };
    };
    const before = last.current;
    if (!before || before.map === map || matchMedia('(prefers-reduced-motion: reduce)').matches) return paint(places);
    const between = glide(before, { map, places });
    let [frame, began] = [0, -1];
    const next = (time: number): void => {
      if (began < 0) began = time;
      const share = Math.min(1, (time - began) / GLIDE_MS);
      paint(between(share * share * (3 - 2 * share)));
      if (share < 1) frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
    return () => cancelAnimationFrame(frame);
  }, [canvas, map, places, at, width, height, colours]);
}

/** From where each item was, where it was on the map, to where it is. */
function glide(from: Omit<Drawing, 'at'>, to: Omit<Drawing, 'at'>): (share: number) => Places {
  const old = new Map(from.map.points.map(({ item }, n) => [item, from.places.points[n]!]));
  const oldMarks = new Map(from.map.person?.marks.map(({ interest }, n) => [interest, from.places.marks[n]!]));
  const sameUser = from.map.person?.user === to.map.person?.user;
  const between = (a: Place | undefined, b: Place, share: number): Place =>
    a ? { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share } : b;
  return (share) => ({
    points: to.places.points.map((place, n) => between(old.get(to.map.points[n]!.item), place, share)),
    marks: to.places.marks.map((place, n) =>
      between(sameUser ? oldMarks.get(to.map.person!.marks[n]!.interest) : undefined, place, share),
    ),
  });
}

/** Those of the theme on screen, also after it was changed, here or in the system; null before the first are read. */
function useMapColours(): MapColours | null {
  const [colours, setColours] = useState<MapColours | null>(null);
  useEffect(() => {
    const read = (): void => setColours(mapColours());
    const system = matchMedia('(prefers-color-scheme: dark)');
    const chosen = new MutationObserver(read);
    read();
    system.addEventListener('change', read);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      system.removeEventListener('change', read);
      chosen.disconnect();
    };
  }, []);
  return colours;
}
