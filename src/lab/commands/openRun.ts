import { command } from '../command';
import { openRun, type OpenedRun } from '../runs/open-run';

declare module '../protocol' {
  interface Commands {
    /** A stored run in place of the one on the screen, which is stopped and kept. Refused where another tab has it. */
    openRun: [{ id: string }, OpenedRun];
  }
}

export default command('openRun', (host, { id }) =>
  host.inTurn(async () => openRun(host, await host.keeper.claim(id))),
);
