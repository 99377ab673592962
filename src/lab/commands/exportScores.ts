import { command } from '../command';
import { exportScores, type ScoredFile } from '../transfer/export-scores';

declare module '../protocol' {
  interface Commands {
    /** The log as CSV, with the scores of the weights in a column of that name, or of one that is free. */
    exportScores: [{ column: string | null }, ScoredFile];
  }
}

export default command('exportScores', async (host, { column }) =>
  host.atRest(async (model, watch) => {
    const log = await host.sources.logOf(host.needData(), watch.signal);
    return exportScores(model, log, column, watch);
  }),
);
