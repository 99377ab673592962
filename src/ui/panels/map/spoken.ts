/** What a map says in words: of a point, and of the whole for those who do not see it. */
import type { ItemMap, MapPoint } from '../../../lab/evaluate/item-map';
import type { Speech } from '../../../words/words';
import { COLOURED } from './look';

export const DIGITS = 3;

/** Of the category; '' where it has none. */
export const valueOf = ({ value }: Pick<MapPoint, 'value'>, { values }: ItemMap): string =>
  value === null ? '' : (values[value] ?? '');

/** What the picture marks a point as. */
export function marksOf(
  { past, listed, cosine }: Omit<MapPoint, 'item' | 'title'>,
  { person }: ItemMap,
  k: number,
  { words: { map: w }, fill, number }: Speech,
): string[] {
  return [
    past ? w.past : '',
    listed === null ? '' : fill(person?.hasInterests ? w.listedBy : w.listed, { k, n: listed + 1 }),
    cosine === null ? '' : fill(w.cosineOf, { value: number(cosine, DIGITS) }),
  ].filter((part) => part !== '');
}

/** What is known of a point besides its title. */
export const detailsOf = (point: Omit<MapPoint, 'item' | 'title'>, map: ItemMap, k: number, speech: Speech): string[] =>
  [valueOf(point, map), ...marksOf(point, map, k, speech)].filter((part) => part !== '');

export const pointInWords = (point: MapPoint, map: ItemMap, k: number, speech: Speech): string =>
  speech.line(point.title, ...detailsOf(point, map, k, speech));

/** How many of how many are drawn. */
export function drawnInWords(
  { sampled, items, isKept }: ItemMap,
  { words: { map: w }, fill, count, number }: Speech,
): string {
  const all = count(w.items, items);
  if (isKept) return fill(w.kept, { all });
  return sampled === items ? fill(w.drawnAll, { all }) : fill(w.drawn, { shown: number(sampled), all });
}

/** The whole picture. */
export function mapInWords(map: ItemMap, field: string | null, speech: Speech): string {
  const { words, fill, list, number, sentences } = speech;
  const w = words.map;
  const { points, values, person } = map;
  const having = (test: (point: MapPoint) => boolean): number => points.filter(test).length;
  const counted = values
    .slice(0, COLOURED)
    .map((name, at) => ({ name, n: having(({ value }) => value === at) }))
    .flatMap(({ name, n }) => (n > 0 ? [`${name} ${number(n)}`] : []));
  const marks = person?.marks.map(({ interest }) =>
    person.hasInterests ? fill(w.interest, { n: interest + 1 }) : w.user,
  );
  return sentences(
    drawnInWords(map, speech),
    field !== null && counted.length > 0 ? fill(w.coloured, { field, values: list(counted) }) : '',
    marks
      ? fill(w.standing, {
          marks: list(marks),
          past: having(({ past }) => past),
          listed: having(({ listed }) => listed !== null),
        })
      : '',
  );
}
