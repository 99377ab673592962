import type { DataSource } from '../loading/data-source';
import { summaryOf, type DatasetSummary } from '../loading/describe-data';
import { isRunning } from '../phases';
import type { Upload } from '../runs/storage';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** `files`: those of a source of files, parsed again only where they are others; left out, those read last. */
    load: [{ source: DataSource; files?: Upload }, DatasetSummary];
  }
}

export default command('load', (host, { source, files }) =>
  host.loadInTurn(async (signal) => {
    // A run at rest is kept until the new data is there.
    if (isRunning(host.announcer.phase)) await host.runner.halt();
    const loaded = await host.whileLoading(signal, (report) => host.sources.load(source, signal, report, files));
    await host.runner.halt();
    host.adopt(loaded);
    return summaryOf(loaded);
  }),
);
