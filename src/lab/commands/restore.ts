import { command } from '../command';
import { openRun, type OpenedRun } from '../runs/open-run';

declare module '../protocol' {
  interface Commands {
    /**
     * The run that a tab goes on with, as it was at its last checkpoint. Null where there is none that can go on.
     * `run`: the tab's own; null where it had none; left out by a new tab, which takes the last of all unless another
     * tab has it open.
     */
    restore: [{ run?: string | null }, OpenedRun | null];
  }
}

export default command('restore', (host, { run }) =>
  host.inTurn(async () => {
    const stored = await host.keeper.last(run);
    if (!stored) return null;
    const opened = await openRun(host, stored);
    return opened.lacks ? null : opened;
  }),
);
