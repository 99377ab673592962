import { command } from '../command';
import { openRun, type OpenedRun } from '../runs/open-run';

declare module '../protocol' {
  interface Commands {
    /** The run a reload goes on with, as it was at its last checkpoint. Null where there is none that can go on. */
    restore: [Record<never, never>, OpenedRun | null];
  }
}

export default command('restore', (host) =>
  host.inTurn(async () => {
    const stored = await host.keeper.last();
    if (!stored?.checkpoint) return null;
    const opened = await openRun(host, stored);
    return opened.lacks ? null : opened;
  }),
);
