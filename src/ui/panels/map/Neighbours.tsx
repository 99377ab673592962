/** The items nearest to the chosen one, in the space that the map is projected from. */
import type { ItemMap } from '../../../lab/evaluate/item-map';
import { useSpeech } from '../../lab';
import { detailsOf, DIGITS } from './spoken';

export function Neighbours({ map, k, choose }: { map: ItemMap; k: number; choose(item: number | null): void }) {
  const speech = useSpeech();
  const { words, fill, count, number, line } = speech;
  const w = words.map;
  const chosen = map.points.find(({ item }) => item === map.item);
  const found = map.points.flatMap((point) => (point.cosine === null ? [] : [{ ...point, cosine: point.cosine }]));
  if (!chosen) return null;
  const title = fill(w.nearest, { title: chosen.title });
  return (
    <div className="map-neighbours" role="group" aria-label={title}>
      <h2>
        {title}
        <span>{w.cosine}</span>
      </h2>
      <ol className="ranked">
        {found
          .toSorted((a, b) => b.cosine - a.cosine)
          .map(({ item, title: name, cosine, ...point }) => (
            <li key={item} title={name}>
              <b>
                <button type="button" aria-label={fill(w.nearest, { title: name })} onClick={() => choose(item)}>
                  {name}
                </button>
              </b>
              <em className="map-cosine">{number(cosine, DIGITS)}</em>
              <span>{line(...detailsOf({ ...point, cosine: null }, map, k, speech))}</span>
            </li>
          ))}
      </ol>
      <p className="about">{count(w.nearestAbout, map.items)}</p>
      <button type="button" className="quiet" onClick={() => choose(null)}>
        {w.clear}
      </button>
    </div>
  );
}
