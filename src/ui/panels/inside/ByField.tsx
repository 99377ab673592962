/**
 * A live value split by a field or by the events known of a row: what each category, or each length of a text or of a
 * past, has on average.
 */
import { splitsRows, type Probe } from '../../../model/check/probe';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { WaitBar } from '../../controls/WaitBar';
import { SplitValues } from './SplitValues';
import type { ValuesByField } from '../../../lab/evaluate/values-by-field';

const EVENTS = 'events';
// Fields have names of all kinds: theirs are marked.
const choiceOf = (field: string | null): string => (field === null ? EVENTS : `=${field}`);
const NOT_SPLIT = { asked: null, found: null };

/** @param name of the chart whose values are split */
export function ByField({ probe, name }: { probe: Probe; name: string }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const { asked, found: split } = useRun((run) => run.splits[probe.key]) ?? NOT_SPLIT;
  const share = useRun((run) => run.waiting[`values ${probe.key}`] ?? null);
  const graph = useRun((run) => run.trained?.graph);
  const fields = useData((data) => data.summary?.fields) ?? [];
  const side = graph?.nodes.find(({ id }) => id === probe.nodeId)?.side;
  if (side !== 'user' && side !== 'item') return null;
  const offered = fields.filter((field) => splitsRows(field, side));
  const w = words.inside;
  const events = side === 'item' ? w.eventsOfItem : w.eventsOfUser;
  const headingOf = ({ field }: ValuesByField): string => {
    if (!field) return events;
    return field.kind === 'tokens'
      ? fill(w.words, { field: field.name })
      : field.kind === 'trigrams'
        ? fill(w.characters, { field: field.name })
        : field.name;
  };
  const choose = (value: string): void =>
    void bench.splitValues(probe.key, value === '' ? null : { field: value === EVENTS ? null : value.slice(1) });
  return (
    <>
      <label className="row">
        <span>{w.by}</span>
        <select
          value={asked ? choiceOf(asked.field) : split ? choiceOf(split.field?.name ?? null) : ''}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{words.common.none}</option>
          <option value={EVENTS}>{events}</option>
          {offered.map(({ name }) => (
            <option key={name} value={`=${name}`}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {asked && <WaitBar text={w.computing} share={share} cancel={() => bench.cancelValues(probe.key)} />}
      {split && <SplitValues name={name} probe={probe} side={side} heading={headingOf(split)} split={split} />}
    </>
  );
}
