/** The whole map as an SVG document, with its legend. */
import type { ItemMap } from '../../../lab/evaluate/item-map';
import { EDGE, fitted, near, sheet, text, TOP, WIDTH, type Sheet } from '../../charts/sheet';
import type { MapColours } from './draw-map';
import { colourOf, interestColour, isColoured, SHAPES } from './look';
import { placesOf, WHOLE, type Place } from './placing';

const SIZE = { width: WIDTH - 2 * EDGE, height: 460 };
const [LEGEND_ROW, PER_ROW] = [20, 4];
const POINT_SCALE = 0.7;

export function mapDrawn(head: Sheet, map: ItemMap, colours: MapColours): string {
  const { points, marks } = placesOf(map, SIZE, WHOLE);
  const at = ({ x, y }: Place): Place => ({ x: near(EDGE + x), y: near(TOP + y) });
  const bottom = TOP + SIZE.height;
  const values = map.values.slice(0, SHAPES.length);
  return sheet(head, bottom + EDGE + LEGEND_ROW * Math.ceil(values.length / PER_ROW), [
    ...neighbourLines(map, points.map(at), colours),
    ...map.points.map((point, n) => itemDrawn(map, point, at(points[n]!), colours)),
    ...marks.map((mark, n) => markDrawn(map, n, at(mark), colours)),
    ...values.flatMap((value, n) => {
      const width = SIZE.width / PER_ROW;
      const [x, y] = [EDGE + (n % PER_ROW) * width, bottom + LEGEND_ROW * (Math.floor(n / PER_ROW) + 1) - 4];
      return [shapeDrawn(n, { x: x + 5, y: y - 4 }, 1, colours), text(x + 16, y, fitted(value, width - 24))];
    }),
  ]);
}

const shapeDrawn = (value: number, { x, y }: Place, scale: number, colours: MapColours): string =>
  `<path class="value" transform="translate(${near(x - 5 * scale)} ${near(y - 5 * scale)}) scale(${scale})" d="${SHAPES[value]}" fill="${colours[colourOf(value)]}"/>`;

function itemDrawn(
  { person }: ItemMap,
  { value, past, listed }: ItemMap['points'][number],
  place: Place,
  colours: MapColours,
): string {
  const { x, y } = place;
  const ring = listed === null ? '' : colours[person?.hasInterests ? interestColour(listed) : '--ink'];
  return [
    '<g class="item">',
    isColoured(value)
      ? shapeDrawn(value, place, POINT_SCALE, colours)
      : `<circle cx="${x}" cy="${y}" r="2.2" fill="${colours['--faint']}" fill-opacity="0.5"/>`,
    ...(past
      ? [`<rect x="${x - 6}" y="${y - 6}" width="12" height="12" fill="none" stroke="${colours['--soft']}"/>`]
      : []),
    ...(ring ? [`<circle cx="${x}" cy="${y}" r="7" fill="none" stroke="${ring}" stroke-width="2"/>`] : []),
    '</g>',
  ].join('');
}

function neighbourLines({ points, item }: ItemMap, places: readonly Place[], colours: MapColours): string[] {
  const from = places[points.findIndex((point) => point.item === item)];
  return points.flatMap(({ cosine }, n) => {
    const to = places[n]!;
    return from && cosine !== null
      ? [`<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke="${colours['--ink']}"/>`]
      : [];
  });
}

function markDrawn({ person }: ItemMap, n: number, { x, y }: Place, colours: MapColours): string {
  const { interest } = person!.marks[n]!;
  const fill = colours[person!.hasInterests ? interestColour(interest) : '--user'];
  const label = person!.hasInterests ? String(interest + 1) : '';
  return `<circle class="mark" cx="${x}" cy="${y}" r="9.5" fill="${fill}" stroke="${colours['--panel']}" stroke-width="2"/>${text(x, y + 4, label, { anchor: 'middle', fill: colours['--on-ink']!, bold: true })}`;
}
