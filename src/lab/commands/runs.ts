import { command } from '../command';
import type { Run } from '../runs/run';

declare module '../protocol' {
  interface Commands {
    /**
     * All stored runs, the newest first. `elsewhere`: those that other tabs have open. `limit`: bytes that their
     * checkpoints may take. `unreadable`: runs that were written by a newer version of the lab, or are damaged.
     */
    runs: [Record<never, never>, { runs: Run[]; elsewhere: string[]; limit: number; unreadable: number }];
  }
}

export default command('runs', async ({ keeper }) => {
  const [{ runs, elsewhere }, limit] = await Promise.all([keeper.list(), keeper.limit().catch(() => 0)]);
  return { runs, elsewhere: [...elsewhere], limit, unreadable: keeper.unreadable };
});
