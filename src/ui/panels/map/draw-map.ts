/** The map on a canvas: items below, then what marks the person's, lines to neighbours, the user's vectors on top. */
import type { ItemMap } from '../../../lab/evaluate/item-map';
import { coloursOnScreen } from '../../charts/colours';
import { colourOf, COLOURED, INTERESTS, interestColour, isColoured, SHAPES } from './look';
import type { Place, Places, Size } from './placing';

const FULL_TURN = 2 * Math.PI;
const PLAIN = ['--panel', '--ink', '--soft', '--faint', '--user', '--item', '--on-ink'] as const;
/** By token. */
export type MapColours = Readonly<Record<string, string>>;

/** Those of the theme on screen. */
export const mapColours = (): MapColours =>
  coloursOnScreen([
    ...PLAIN,
    ...Array.from({ length: COLOURED }, (_, value) => colourOf(value)),
    ...Array.from({ length: INTERESTS }, (_, interest) => interestColour(interest)),
  ]);

export interface Drawing {
  map: ItemMap;
  places: Places;
  /** Index of the point that the pointer or the keys are at. */
  at: number | null;
}

/** @param density device pixels of a unit */
export function drawMap(
  context: CanvasRenderingContext2D,
  { map, places, at }: Drawing,
  { width, height }: Size,
  density: number,
  colours: MapColours,
): void {
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  const radius = map.points.length > 800 ? 2.6 : 3.6;
  drawItems(context, map, places, radius, colours);
  drawPersonsItems(context, map, places, radius, colours);
  drawNeighbours(context, map, places, radius, colours);
  map.person?.marks.forEach(({ interest }, n) => {
    const colour = colours[map.person!.hasInterests ? interestColour(interest) : '--user']!;
    drawMark(context, places.marks[n]!, map.person!.hasInterests ? String(interest + 1) : '', colour, colours);
  });
  if (at !== null && places.points[at]) ring(context, places.points[at], radius + 6, 2, colours['--ink']!);
}

function drawItems(
  context: CanvasRenderingContext2D,
  { points }: ItemMap,
  places: Places,
  radius: number,
  colours: MapColours,
): void {
  context.globalAlpha = 0.5;
  context.fillStyle = colours['--faint']!;
  points.forEach(({ value }, n) => {
    if (!isColoured(value)) disc(context, places.points[n]!, radius * 0.75);
  });
  context.globalAlpha = 0.9;
  const shapes = SHAPES.map((shape) => new Path2D(shape));
  points.forEach(({ value }, n) => {
    if (!isColoured(value)) return;
    const { x, y } = places.points[n]!;
    const scale = radius / 4;
    context.save();
    context.translate(x - 5 * scale, y - 5 * scale);
    context.scale(scale, scale);
    context.fillStyle = colours[colourOf(value)]!;
    context.fill(shapes[value]!);
    context.restore();
  });
  context.globalAlpha = 1;
}

/** Squares around the past, rings around the list. */
function drawPersonsItems(
  context: CanvasRenderingContext2D,
  { points, person }: ItemMap,
  places: Places,
  radius: number,
  colours: MapColours,
): void {
  points.forEach(({ past, listed }, n) => {
    const place = places.points[n]!;
    if (past) {
      const half = radius + 2.5;
      context.strokeStyle = colours['--soft']!;
      context.lineWidth = 1.3;
      context.strokeRect(place.x - half, place.y - half, 2 * half, 2 * half);
    }
    if (listed !== null) {
      const colour = colours[person?.hasInterests ? interestColour(listed) : '--ink']!;
      // Apart from its item, which may have a colour like it.
      ring(context, place, radius + 4, 5, colours['--panel']!);
      ring(context, place, radius + 4, 2.2, colour);
    }
  });
}

function drawNeighbours(
  context: CanvasRenderingContext2D,
  { points, item }: ItemMap,
  places: Places,
  radius: number,
  colours: MapColours,
): void {
  const from = places.points[points.findIndex((point) => point.item === item)];
  if (!from) return;
  context.strokeStyle = colours['--ink']!;
  context.lineWidth = 1.2;
  context.globalAlpha = 0.65;
  points.forEach(({ cosine }, n) => {
    if (cosine === null) return;
    const to = places.points[n]!;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  });
  context.globalAlpha = 1;
  context.fillStyle = colours['--panel']!;
  disc(context, from, radius + 3);
  context.fillStyle = colours['--ink']!;
  disc(context, from, radius + 1);
}

/** A vector of the user: larger than any item, with the number of its interest. */
function drawMark(
  context: CanvasRenderingContext2D,
  place: Place,
  label: string,
  colour: string,
  colours: MapColours,
): void {
  context.fillStyle = colours['--panel']!;
  disc(context, place, 11.5);
  context.fillStyle = colour;
  disc(context, place, 9.5);
  context.fillStyle = colours['--on-ink']!;
  if (label === '') disc(context, place, 3.2);
  context.font = '600 11.5px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(label, place.x, place.y + 0.5);
}

function disc(context: CanvasRenderingContext2D, { x, y }: Place, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, FULL_TURN);
  context.fill();
}

function ring(context: CanvasRenderingContext2D, { x, y }: Place, radius: number, width: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.arc(x, y, radius, 0, FULL_TURN);
  context.stroke();
}
