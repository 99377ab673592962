/** Asks the lab to compile what is drawn once the hand rests, so that a start finds it. */
import { isRunning } from '../phases';
import type { Bench } from './bench';

/** After the last edit. */
const RESTED_MS = 1000;

/** Returns the function that ends it. */
export function compileAhead({ lab, graph, data, run }: Bench): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;

  function ask(): void {
    timer = null;
    const { document } = graph.getState();
    if (!document || !data.getState().summary || isRunning(run.getState().progress.phase)) return;
    // Whatever is wrong with the drawing is said elsewhere, and a start compiles what is not there.
    lab.ask('compile', document).catch(() => undefined);
  }

  const soon = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(ask, RESTED_MS);
  };
  const ends = [
    graph.subscribe((now, before) => now.document !== before.document && soon()),
    data.subscribe((now, before) => now.summary !== before.summary && soon()),
    run.subscribe((now, before) => now.device !== before.device && soon()),
  ];
  soon();
  return () => {
    for (const end of ends) end();
    if (timer !== null) clearTimeout(timer);
  };
}
