import { command } from '../command';
import type { LabHost } from '../host';
import { unlessAborted } from '../waits';
import { openRun, type OpenedRun } from '../runs/open-run';

declare module '../protocol' {
  interface Commands {
    /**
     * A stored run in place of the one that is there, which is stopped and kept. Refused where another tab has it.
     * Until its data is there it can be taken back, also in line.
     * `goOn`: one that was stopped, or that failed, rests as one that was paused does.
     */
    openRun: [{ id: string; goOn?: boolean }, OpenedRun];
  }
}

export default command('openRun', (host, { id, goOn = false }) =>
  host.loadInTurn(async (signal) => {
    // What is stored of the run under way is older than what it has.
    if (host.keeper.current?.run.id === id) await host.runner.halt();
    return openRun(host, await claimed(host, id, signal), goOn, signal);
  }),
);

/** A storage that never answers holds up nothing: a run that is claimed after all is let go. */
function claimed({ keeper }: LabHost, id: string, signal: AbortSignal): ReturnType<LabHost['keeper']['claim']> {
  const claim = keeper.claim(id);
  return unlessAborted(claim, signal).catch((error: unknown) => {
    if (signal.aborted)
      void claim.then(
        () => keeper.letGo(id),
        () => undefined,
      );
    throw error;
  });
}
