/** The points of a map as a table: those of the person and neighbours first. */
import type { ItemMap, MapPoint } from '../../../lab/evaluate/item-map';
import { useSpeech } from '../../lab';
import { DIGITS, marksOf, valueOf } from './spoken';

const SHOWN = 100;

export function MapTable({ map, field, k }: { map: ItemMap; field: string | null; k: number }) {
  const speech = useSpeech();
  const { words, fill, number, line } = speech;
  const w = words.map;
  const shown = map.points.toSorted((a, b) => weightOf(b) - weightOf(a)).slice(0, SHOWN);
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={w.label}>
      <table>
        <caption>{map.points.length > SHOWN ? fill(w.rows, { shown: SHOWN, n: map.points.length }) : w.label}</caption>
        <thead>
          <tr>
            <th scope="col">{w.item}</th>
            {field !== null && <th scope="col">{field}</th>}
            <th scope="col">{w.marked}</th>
            <th scope="col">{fill(w.axis, { n: 1 })}</th>
            <th scope="col">{fill(w.axis, { n: 2 })}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((point) => (
            <tr key={point.item}>
              <th scope="row">{point.title}</th>
              {field !== null && <td>{valueOf(point, map)}</td>}
              <td>{line(...marksOf(point, map, k, speech))}</td>
              <td>{number(point.x, DIGITS)}</td>
              <td>{number(point.y, DIGITS)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Neighbours, the nearest first, then the list, then the past. */
const weightOf = ({ cosine, listed, past }: MapPoint): number =>
  cosine !== null ? 4 + cosine : (listed === null ? 0 : 2) + (past ? 1 : 0);

/** All points, for copying. */
export const rowsOf = ({ points, values, person }: ItemMap): (string | number)[][] => [
  ['item', 'value', 'x', 'y', 'in history', 'in list of interest', 'cosine'],
  ...points.map(({ title, value, x, y, past, listed, cosine }) => [
    title,
    value === null ? '' : values[value]!,
    x,
    y,
    past ? 1 : 0,
    listed === null ? '' : listed + 1,
    cosine ?? '',
  ]),
  ...(person?.marks ?? []).map(({ interest, x, y }) => [`user vector ${interest + 1}`, '', x, y, '', '', '']),
];
