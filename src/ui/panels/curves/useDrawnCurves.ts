/** The curves of the run as the charts draw them. */
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Curves } from '../../../lab/stores/run';
import { useBench } from '../../lab';

/** Between two drawings while it trains. */
const LEAST_MS = 1000;
/** Of a core, for drawing them. */
const SHARE = 0.08;

/** While towers train, at most once a second and for a small share of a core; at rest at once. */
export function useDrawnCurves(): Curves {
  const { run } = useBench();
  const [curves, setCurves] = useState(() => run.getState().curves);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let next = 0;
    const draw = (): void => {
      timer = undefined;
      const began = performance.now();
      // At once, with all that it leads to: only so its cost is known.
      flushSync(() => setCurves(run.getState().curves));
      const ended = performance.now();
      next = ended + Math.max(LEAST_MS, (ended - began) / SHARE);
    };
    const plan = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(draw, ms);
    };
    plan(0);
    const end = run.subscribe(({ curves: now, progress }, before) => {
      if (progress.phase !== 'training') {
        if (now !== before.curves || before.progress.phase === 'training') plan(0);
      } else if (now !== before.curves && timer === undefined) plan(Math.max(0, next - performance.now()));
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [run]);
  return curves;
}
