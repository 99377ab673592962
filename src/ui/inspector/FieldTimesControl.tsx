/** What the fields of a gate cost as this device was timed, and the button that times all gates of the drawing. */
import { useState } from 'react';
import { isRunning } from '../../lab/phases';
import type { MeasuredTimes, ParamSpec } from '../../model/document/params';
import { WaitBar } from '../controls/WaitBar';
import { useEdits } from '../editing/useEdits';
import { useBench, useData, useDocument, useRun, useSpeech } from '../lab';
import type { ControlProps } from './controls';

export function FieldTimesControl({
  value,
  label,
  describedBy,
  change,
}: ControlProps<Extract<ParamSpec, { kind: 'fieldTimes' }>>) {
  const bench = useBench();
  const edits = useEdits();
  const { words } = useSpeech();
  const w = words.inspector.fieldTimes;
  const graph = useDocument()?.graph;
  const rests = useRun((run) => !isRunning(run.progress.phase));
  const share = useRun((run) => run.waiting.evaluation ?? null);
  const hasData = useData((data) => data.summary !== null);
  const [measuring, setMeasuring] = useState(false);
  const measured = value as MeasuredTimes | null;

  async function measure(): Promise<void> {
    if (!graph) return;
    setMeasuring(true);
    const found = await bench.measureFields(graph);
    setMeasuring(false);
    if (found) edits.measured(found);
  }

  return (
    <fieldset className="field-times" aria-describedby={describedBy}>
      <legend>{label}</legend>
      {measured ? <Times measured={measured} label={label} /> : <p className="about">{w.none}</p>}
      {measuring ? (
        <WaitBar text={w.measuring} share={share} cancel={() => void bench.cancelQuestion()} />
      ) : (
        <div className="field-times-tools">
          <button type="button" disabled={!rests || !hasData} onClick={() => void measure()}>
            {w.measure}
          </button>
          {measured && (
            <button type="button" className="quiet" onClick={() => change(null)}>
              {w.remove}
            </button>
          )}
        </div>
      )}
    </fieldset>
  );
}

function Times({ measured: { adapter, times }, label }: { measured: MeasuredTimes; label: string }) {
  const { words, fill, number } = useSpeech();
  const w = words.inspector.fieldTimes;
  return (
    <>
      <table aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{w.field}</th>
            <th scope="col" className="amount">
              {w.time}
            </th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(times).map(([field, time]) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td className="amount">{number(time)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="about">{fill(w.on, { adapter })}</p>
    </>
  );
}
