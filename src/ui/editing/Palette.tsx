/**
 * The palette: every block that fits a place, by family. The place is offered around the selected node, the nearest
 * first.
 */
import { useMemo, useState } from 'react';
import { fitAt, placesAt, type Place } from '../../model/edits/nodes';
import type { TowerGraph } from '../../model/document/graph';
import { useSpeech } from '../lab';
import type { Speech } from '../../words/words';
import { blockChoices } from './block-choices';
import { Chooser } from './Chooser';
import type { Choice } from './matching';
import { nodeName } from './named';
import { placeInWords } from './places';

const ANYWHERE: Place = { kind: 'alone', side: 'user' };

/** Blocks that fit a place, in the order of families. */
export const blocksAt = (graph: TowerGraph, place: Place, speech: Speech): Choice[] =>
  blockChoices(speech, (block) => fitAt(graph, place, block)?.side ?? null);

interface Props {
  graph: TowerGraph;
  add(place: Place, block: string): void;
  close(): void;
}

export function Palette({ graph, node, add, close }: Props & { node: string | null }) {
  const speech = useSpeech();
  const w = speech.words.editing;
  const places = useMemo(
    () => placesAt(graph, node).filter((place) => place.kind === 'alone' || blocksAt(graph, place, speech).length > 0),
    [graph, node, speech],
  );
  const [at, setAt] = useState(0);
  const place = places[at] ?? ANYWHERE;
  const choices = useMemo(() => blocksAt(graph, place, speech), [graph, place, speech]);
  const elsewhere = useMemo(() => blocksElsewhere(graph, places, choices, speech), [graph, places, choices, speech]);
  return (
    <Chooser
      title={w.add}
      hint={w.searchHint}
      choices={choices}
      elsewhere={elsewhere}
      choose={(block) => add(elsewhere.find(({ id }) => id === block)?.place ?? place, block)}
      close={close}
      head={
        <label className="chooser-where">
          <span>{w.where}</span>
          <select value={at} onChange={(event) => setAt(Number(event.target.value))}>
            {places.map((one, i) => (
              <option key={i} value={i}>
                {placeInWords(graph, one, speech)}
              </option>
            ))}
          </select>
        </label>
      }
    />
  );
}

/** Blocks that do not fit here, each at the first of the places where it does. */
export function blocksElsewhere(
  graph: TowerGraph,
  places: readonly Place[],
  here: readonly Choice[],
  speech: Speech,
): (Choice & { place: Place })[] {
  const known = new Set(here.map(({ id }) => id));
  return places.flatMap((place) =>
    blocksAt(graph, place, speech)
      .filter(({ id }) => !known.has(id))
      .map((choice) => {
        known.add(choice.id);
        return { ...choice, place, about: placeInWords(graph, place, speech), group: speech.words.editing.elsewhere };
      }),
  );
}

/** Blocks that could take a node's place with all its edges. */
export function ChangePalette({ graph, node, add, close }: Props & { node: string }) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const place: Place = { kind: 'instead', node };
  return (
    <Chooser
      title={fill(words.editing.changeTitle, { node: nodeName(graph, node, speech) })}
      hint={words.editing.searchHint}
      choices={blocksAt(graph, place, speech)}
      choose={(block) => add(place, block)}
      close={close}
    />
  );
}
