import { command } from '../command';
import { openRun, type OpenedRun } from '../runs/open-run';

declare module '../protocol' {
  interface Commands {
    /**
     * A stored run in place of the one that is there, which is stopped and kept. Refused where another tab has it.
     * `goOn`: one that was stopped, or that failed, rests as one that was paused does.
     */
    openRun: [{ id: string; goOn?: boolean }, OpenedRun];
  }
}

export default command('openRun', (host, { id, goOn = false }) =>
  host.inTurn(async () => {
    // What is stored of the run under way is older than what it has.
    if (host.keeper.current?.run.id === id) await host.runner.halt();
    return openRun(host, await host.keeper.claim(id), goOn);
  }),
);
