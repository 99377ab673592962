/** The picture with what it says: legend, how much of the vectors it shows, neighbours, and its points as a table. */
import { useId, useState } from 'react';
import type { ItemMap } from '../../../lab/evaluate/item-map';
import { FigureFiles } from '../../charts/FigureFiles';
import { TableButton } from '../../controls/TableButton';
import { useSpeech } from '../../lab';
import { mapColours } from './draw-map';
import { mapDrawn } from './map-sheet';
import { MapCanvas } from './MapCanvas';
import { Legend } from './Legend';
import { MapTable, rowsOf } from './MapTable';
import { Neighbours } from './Neighbours';
import { drawnInWords, mapInWords } from './spoken';
import './map.css';

interface Props {
  map: ItemMap;
  /** What its points are coloured by; null: nothing. */
  category: { name: string; kind: string } | null;
  /** Length of the list. */
  k: number;
  /** The item whose neighbours are asked for. */
  chosen: number | null;
  choose(item: number | null): void;
}

export function MapFigure({ map, category, k, chosen, choose }: Props) {
  const speech = useSpeech();
  const { words, fill, percent, sentences } = speech;
  const w = words.map;
  const [asTable, setAsTable] = useState(false);
  const keys = useId();
  const summary = mapInWords(map, category?.name ?? null, speech);
  return (
    <div className="item-map">
      <MapCanvas map={map} k={k} choose={choose} label={`${w.label}: ${summary}`} describedBy={keys}>
        <TableButton open={asTable} change={setAsTable} />
        <FigureFiles
          chart={w.label}
          step={map.step}
          rows={() => rowsOf(map)}
          drawn={(palette) => mapDrawn({ title: w.label, summary, palette }, map, mapColours())}
        />
      </MapCanvas>
      <Legend map={map} field={category?.name ?? null} k={k} />
      <p className="about">
        {sentences(
          drawnInWords(map, speech),
          fill(w.explained, { share: percent(map.explained) }),
          category?.kind === 'bag' ? w.firstOfSeveral : '',
        )}
      </p>
      {map.item !== null && chosen !== null ? (
        <Neighbours map={map} k={k} choose={choose} />
      ) : (
        <p className="about">{chosen === null ? w.choose : map.isKept ? w.outside : w.asking}</p>
      )}
      <p className="about map-keys" id={keys}>
        {w.keys}
      </p>
      {asTable && <MapTable map={map} field={category?.name ?? null} k={k} />}
    </div>
  );
}
