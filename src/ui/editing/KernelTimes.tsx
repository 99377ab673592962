/** How long each node and each kernel of a step takes on this device, measured on demand. */
import { useState } from 'react';
import type { Answer } from '../../lab/protocol';
import { useBench, useDocument, useRun, useSpeech } from '../lab';
import { nodeName } from './named';

/** Steps that are timed: Chrome rounds their times. */
const STEPS = 20;

type Found = Answer<'profile'>;

export function KernelTimes() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, count } = speech;
  const w = words.editing.times;
  const phase = useRun((run) => run.progress.phase);
  const [asked, setAsked] = useState(false);
  /** Undefined: nobody has asked. */
  const [found, setFound] = useState<Found>();
  const graph = useDocument()?.graph;
  const runs = phase === 'training' || phase === 'paused';

  async function measure(): Promise<void> {
    setAsked(true);
    setFound(await bench.ask('profile', { steps: STEPS }));
    setAsked(false);
  }

  const nameOf = (node: string | null): string => (node === null || !graph ? w.all : nodeName(graph, node, speech));
  return (
    <section className="times" aria-label={w.title}>
      <p>{fill(w.about, { n: STEPS })}</p>
      <button disabled={!runs || asked} title={runs ? undefined : w.needsRun} onClick={() => void measure()}>
        {w.measure}
      </button>
      <p role="status">
        {asked
          ? phase === 'paused'
            ? w.waits
            : w.measuring
          : found === null
            ? w.noClock
            : found && count(w.steps, found.steps)}
      </p>
      {found && found.steps > 0 && (
        <>
          <Times heading={w.node} rows={found.nodes.map(({ node, ...row }) => ({ name: nameOf(node), ...row }))} />
          <Times heading={w.kernel} rows={found.kernels.map(({ kernel, ...row }) => ({ name: kernel, ...row }))} />
        </>
      )}
    </section>
  );
}

function Times({
  heading,
  rows,
}: {
  heading: string;
  rows: readonly { name: string; dispatches: number; ms: number }[];
}) {
  const { words, number, percent } = useSpeech();
  const w = words.editing.times;
  const all = rows.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <div className="scroll amounts" tabIndex={0} role="group" aria-label={heading}>
      <table aria-label={heading}>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {[w.dispatches, w.ms, w.share].map((name) => (
              <th key={name} scope="col" className="amount">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, dispatches, ms }) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {name}
              </th>
              <td className="amount">{number(dispatches, 0)}</td>
              <td className="amount">{number(ms, 3)}</td>
              <td className="amount">{all > 0 ? percent(ms / all) : words.common.none}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
