import { useId, useState } from 'react';
import { FIRST_WORLD } from '../../lab/stores/workbench';
import { NumberField } from '../controls/NumberField';
import { useBench, useData, useSpeech } from '../lab';
import { dataSentence } from '../../words/sentences';
import { LoadBar } from './LoadBar';

const SIZES = [4000, 12_000, 48_000, 200_000];

export function Worlds() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, number } = speech;
  const worlds = useData((data) => data.worlds);
  const busy = useData((data) => data.busy);
  const problem = useData((data) => data.problem);
  const [id, setId] = useState<string>(FIRST_WORLD.id);
  const [events, setEvents] = useState<number>(FIRST_WORLD.events);
  const [seed, setSeed] = useState<number>(FIRST_WORLD.seed);
  const group = useId();
  // A world comes once per size that suits it.
  const known = [...new Map(worlds.map((world) => [world.id, world])).values()];
  const sizes = [
    ...new Set([...SIZES, ...worlds.filter((world) => world.id === id).map((world) => world.events)]),
  ].sort((a, b) => a - b);
  return (
    <div className="worlds form">
      <fieldset>
        <legend className="sr-only">{words.data.sample}</legend>
        {known.map((world) => (
          <label key={world.id} className="world">
            <input type="radio" name={group} checked={world.id === id} onChange={() => setId(world.id)} />
            <b>{words.worlds[world.id]?.title ?? world.id}</b>
            <span>{words.worlds[world.id]?.about}</span>
          </label>
        ))}
      </fieldset>
      <label className="row">
        <span>{words.data.size}</span>
        <select value={events} onChange={(event) => setEvents(Number(event.target.value))}>
          {sizes.map((size) => (
            <option key={size} value={size}>
              {number(size)}
            </option>
          ))}
        </select>
      </label>
      <label className="row">
        <span>{words.data.seed}</span>
        <NumberField spec={{ min: 0, max: 2 ** 31 - 1 }} value={seed} whole label={words.data.seed} change={setSeed} />
      </label>
      {problem && (
        <p className="wrong" role="alert">
          {dataSentence(problem, speech)}
        </p>
      )}
      <LoadBar
        label={words.data.loadWorld}
        disabled={busy !== null || worlds.length === 0}
        load={async () => {
          if (await bench.load({ kind: 'world', id, events, seed })) bench.view.setState({ panel: null });
        }}
      />
    </div>
  );
}
