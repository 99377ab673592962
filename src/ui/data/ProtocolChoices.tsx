/** How raw events become training and test parts. */
import { useEffect, useId, useRef } from 'react';
import type { Protocol, SplitRule } from '../../data/dataset';
import { refusedCondition, type ConditionOf } from '../../data/row-filter';
import { dataSentence } from '../../words/sentences';
import { NumberField } from '../controls/NumberField';
import { useBench, useData, useSpeech } from '../lab';
import { WeightFormula } from './WeightFormula';

export function ProtocolChoices() {
  const bench = useBench();
  const { words, sentences } = useSpeech();
  const w = words.data;
  const protocol = useData((data) => data.protocol);
  const set = (change: Partial<Protocol>): void => bench.data.getState().setProtocol(change);
  return (
    <fieldset className="form protocol">
      <legend>{words.protocol.title}</legend>
      <DatasetName />
      <label className="row">
        <span>{w.split}</span>
        <select value={protocol.split} onChange={(event) => set({ split: event.target.value as SplitRule })}>
          {(Object.keys(w.splits) as SplitRule[]).map((split) => (
            <option key={split} value={split}>
              {w.splits[split]}
            </option>
          ))}
        </select>
      </label>
      <label className="row">
        <span>{w.repeats}</span>
        <select
          value={protocol.repeats}
          onChange={(event) => set({ repeats: event.target.value === 'all' ? 'all' : 'first' })}
        >
          <option value="first">{w.repeatsFirst}</option>
          <option value="all">{w.repeatsAll}</option>
        </select>
      </label>
      <label className="row">
        <span>{w.ties}</span>
        <select
          value={protocol.ties}
          onChange={(event) => set({ ties: event.target.value === 'file' ? 'file' : 'strict' })}
        >
          <option value="strict">{w.tiesStrict}</option>
          <option value="file">{w.tiesFile}</option>
        </select>
      </label>
      <label className="row">
        <span>{w.minItem}</span>
        <NumberField
          label={w.minItem}
          spec={{ min: 1, max: 1000 }}
          value={protocol.minItemEvents}
          whole
          change={(minItemEvents) => set({ minItemEvents })}
        />
      </label>
      <label className="row">
        <span>{w.minUser}</span>
        <NumberField
          label={w.minUser}
          spec={{ min: 1, max: 1000 }}
          value={protocol.minUserEvents}
          whole
          change={(minUserEvents) => set({ minUserEvents })}
        />
      </label>
      <Condition of="where" label={w.where} hint={w.whereHint} about={w.whereAbout} />
      <Condition
        of="positives"
        label={w.positivesCondition}
        hint={w.positivesHint}
        about={sentences(w.positivesConditionAbout, w.whereAbout)}
      />
      <WeightFormula />
      <label className="row check">
        <span>{w.keepSeen}</span>
        <input
          type="checkbox"
          checked={protocol.keepSeen}
          onChange={(event) => set({ keepSeen: event.target.checked })}
        />
      </label>
    </fieldset>
  );
}

function DatasetName() {
  const { data } = useBench();
  const { words } = useSpeech();
  const name = useData((state) => state.name);
  const file = useData((state) => state.files.log?.name);
  return (
    <label className="row">
      <span>{words.data.name}</span>
      <input
        type="text"
        placeholder={file}
        value={name}
        onChange={(event) => data.setState({ name: event.target.value })}
      />
    </label>
  );
}

/** A condition on rows; what is wrong with it stands beside it. */
function Condition({ of, label, hint, about }: { of: ConditionOf; label: string; hint: string; about: string }) {
  const bench = useBench();
  const speech = useSpeech();
  const condition = useData((data) => data.protocol[of]);
  const problem = useData((data) => (data.problem && refusedCondition(data.problem) === of ? data.problem : null));
  const sentence = useRef<HTMLSpanElement>(null);
  const id = useId();
  useEffect(() => {
    if (problem) sentence.current?.scrollIntoView({ block: 'center' });
  }, [problem]);
  return (
    <label className="row">
      <span>{label}</span>
      <input
        type="text"
        placeholder={hint}
        title={about}
        value={condition}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? id : undefined}
        onChange={(event) => bench.data.getState().setProtocol({ [of]: event.target.value })}
      />
      {problem && (
        <span className="wrong" role="alert" id={id} ref={sentence}>
          {dataSentence(problem, speech)}
        </span>
      )}
    </label>
  );
}
