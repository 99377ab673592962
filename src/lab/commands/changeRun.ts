import { command } from '../command';
import type { Run } from '../runs/run';

declare module '../protocol' {
  interface Commands {
    /** Refused where another tab has it. */
    changeRun: [{ id: string; title?: string; note?: string; pinned?: boolean }, Run];
  }
}

export default command('changeRun', ({ keeper }, { id, ...change }) => keeper.change(id, change));
