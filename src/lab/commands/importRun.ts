import { command } from '../command';
import type { Run } from '../runs/run';
import { readRunFile } from '../runs/run-file';

declare module '../protocol' {
  interface Commands {
    /** A run of a file among those that are kept; one that is there already stays as it is. */
    importRun: [{ json: string }, Run];
  }
}

export default command('importRun', (host, { json }) =>
  host.importInTurn(async (step) => {
    await step(0);
    const { run, series } = readRunFile(json);
    await step(1);
    return host.keeper.add(run, series);
  }),
);
