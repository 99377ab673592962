/** A person's items drawn through the stages, a line each; for the eye, beside a table of the same. */
import type { FollowedPerson } from '../../../lab/commands/funnelPerson';
import type { FollowedItem } from '../../../lab/funnel/person';
import { useSpeech } from '../../lab';

/** In units of the drawing. */
const [WIDTH, HEIGHT] = [360, 230];
const PLOT = { left: 48, right: 262, top: 12, bottom: 190 };
const RADIUS = 4;
/** Held-out items with their names, and how much of a name there is room for. */
const [NAMED, NAME_LENGTH] = [3, 16];

interface Point {
  x: number;
  y: number;
}

export function PersonDrawing({ items, keeps }: Pick<FollowedPerson, 'items' | 'keeps'>) {
  const { words, fill, number } = useSpeech();
  const w = words.funnel.panel;
  const last = keeps.length - 1;
  const deepest = [...keeps, ...items.flatMap(({ places }) => places)].reduce<number>(
    (most, place) => Math.max(most, place ?? 0),
    10,
  );
  const across = (stage: number): number =>
    last === 0 ? (PLOT.left + PLOT.right) / 2 : PLOT.left + 16 + (stage / last) * (PLOT.right - PLOT.left - 32);
  // Places count by their ratio: from 1 to 2 is as far as from 100 to 200.
  const down = (place: number): number => PLOT.top + (Math.log(place) / Math.log(deepest)) * (PLOT.bottom - PLOT.top);
  const courseOf = ({ places }: FollowedItem): Point[] =>
    places.flatMap((place, stage) => (place === null ? [] : [{ x: across(stage), y: down(place) }]));
  const named = items.filter(({ hit }) => hit).slice(0, NAMED);
  return (
    <svg className="funnel-drawing" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={w.drawing}>
      {powersTo(deepest).map((place) => (
        <g key={place}>
          <line data-line="grid" x1={PLOT.left} x2={PLOT.right} y1={down(place)} y2={down(place)} />
          <text x={PLOT.left - 6} y={down(place) + 3.5} textAnchor="end">
            {number(place)}
          </text>
        </g>
      ))}
      {keeps.map((keep, stage) => (
        <g key={stage}>
          <line data-line="stage" x1={across(stage)} x2={across(stage)} y1={PLOT.top} y2={PLOT.bottom} />
          <line data-line="cut" x1={across(stage) - 12} x2={across(stage) + 12} y1={down(keep)} y2={down(keep)} />
          <text x={across(stage)} y={PLOT.bottom + 16} textAnchor="middle">
            {fill(w.nth, { n: stage + 1 })}
          </text>
          <text x={across(stage)} y={PLOT.bottom + 30} textAnchor="middle">
            {fill(w.cut, { keep })}
          </text>
        </g>
      ))}
      {/* What is held out is drawn last, over the others. */}
      {items
        .toSorted((a, b) => Number(a.hit) - Number(b.hit))
        .map((one) => (
          <Course key={one.item} item={one} points={courseOf(one)} name={named.includes(one)} />
        ))}
    </svg>
  );
}

/** @param points where the item stands at each stage that was given it */
function Course({
  item: { id, title, hit, lostAt },
  points,
  name,
}: {
  item: FollowedItem;
  points: Point[];
  name: boolean;
}) {
  const end = points.at(-1);
  if (!end) return null;
  const shown = title || id;
  return (
    <g data-hit={hit || undefined}>
      <title>{shown}</title>
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {points.slice(0, -1).map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r={RADIUS - 1.5} />
      ))}
      {lostAt === null ? (
        <circle cx={end.x} cy={end.y} r={hit ? RADIUS : RADIUS - 1} />
      ) : (
        <path
          d={`M${end.x - RADIUS} ${end.y - RADIUS}l${2 * RADIUS} ${2 * RADIUS}m0 ${-2 * RADIUS}l${-2 * RADIUS} ${2 * RADIUS}`}
        />
      )}
      {name && (
        <text x={end.x + RADIUS + 5} y={end.y + 4}>
          {shown.length > NAME_LENGTH ? `${shown.slice(0, NAME_LENGTH - 1)}…` : shown}
        </text>
      )}
    </g>
  );
}

/** 1, 10, 100, … up to the most. */
const powersTo = (most: number): number[] =>
  Array.from({ length: Math.floor(Math.log10(most) + 1e-9) + 1 }, (_, power) => 10 ** power);
