import { command } from '../command';
import type { Run } from '../runs/run';
import { readRunFile } from '../runs/run-file';

declare module '../protocol' {
  interface Commands {
    /** A run of a file among those that are kept; one that is there already stays as it is. */
    importRun: [{ json: string }, Run];
  }
}

export default command('importRun', async ({ keeper }, { json }) => {
  const { run, series } = readRunFile(json);
  return keeper.add(run, series);
});
