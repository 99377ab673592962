/**
 * The first run: four sentences, each beside the control that it speaks of. Nothing waits for them: the card takes no
 * focus, and the pointer goes through all of it but its buttons.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useBench, useDocument, useRun, useSpeech, useView } from '../lab';
import { panelById, titleOf } from '../panels/registry';
import { placeCard, type ControlAt } from './place';
import { onward, STEPS, type Step } from './steps';
import { useControl } from './useControl';
import { useEscape } from './useEscape';
import './coach.css';

/** Where nothing can train there is nothing to show. */
export const useMayCoach = (): boolean => useRun(({ device }) => device?.reason === null);

export function Coach() {
  const at = useView((view) => view.coach);
  const mayCoach = useMayCoach();
  const hasDocument = useDocument() !== null;
  const step = at === null ? undefined : STEPS[at];
  return at !== null && step && mayCoach && hasDocument ? <Card at={at} step={step} /> : null;
}

function Card({ at, step }: { at: number; step: Step }) {
  const { view } = useBench();
  const { words, fill } = useSpeech();
  const w = words.coach;
  const sentence = useSentence(step);
  const go = useCallback((next: number | null) => void view.setState({ coach: next }), [view]);
  useDeeds(at, go);
  useEscape(go);
  const spot = useControl(step.controls);
  const card = useRef<HTMLElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = card.current!;
    const observer = new ResizeObserver(() => setSize({ width: element.offsetWidth, height: element.offsetHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const place = spot && placeCard(step.side, spot, size, { width: innerWidth, height: innerHeight });
  const isLast = at === STEPS.length - 1;
  return (
    <>
      {spot && <Ring {...spot} />}
      <aside ref={card} className={place ? 'coach placed' : 'coach'} aria-label={w.label} style={place ?? undefined}>
        <p aria-live="polite">{sentence}</p>
        <div className="coach-tools">
          <span>{fill(w.step, { n: at + 1, of: STEPS.length })}</span>
          {!isLast && (
            <button type="button" className="quiet" onClick={() => go(null)}>
              {w.skip}
            </button>
          )}
          <button type="button" onClick={() => go(isLast ? null : at + 1)}>
            {isLast ? w.done : w.next}
          </button>
        </div>
      </aside>
    </>
  );
}

const Ring = ({ control: { left, top, right, bottom } }: ControlAt) => (
  <div className="coach-ring" aria-hidden="true" style={{ left, top, width: right - left, height: bottom - top }} />
);

/** What it says, with the names that stand on the controls. */
function useSentence({ id }: Step): string {
  const speech = useSpeech();
  const { words, fill } = speech;
  const tab = (panel: string): string => titleOf(panelById(panel), speech);
  return fill(words.coach.steps[id], {
    start: words.transport.start,
    curves: tab('curves'),
    inside: tab('inside'),
    retrieval: tab('retrieval'),
  });
}

/** Goes on once a person has done what the step says. */
function useDeeds(at: number, go: (next: number | null) => void): void {
  const phase = useRun((run) => run.progress.phase);
  const tab = useView((view) => view.tab);
  const before = useRef<readonly boolean[]>(null);
  useEffect(() => {
    const done = STEPS.map(({ isDone }) => isDone({ phase, tab }));
    before.current = before.current?.map((was, i) => was && done[i]!) ?? done;
    const next = onward(at, done, before.current);
    if (next !== at) go(next);
  }, [at, go, phase, tab]);
}
