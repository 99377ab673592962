import type { DataSource } from '../loading/data-source';
import { summaryOf, type DatasetSummary } from '../loading/describe-data';
import { isRunning } from '../phases';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    load: [{ source: DataSource }, DatasetSummary];
  }
}

export default command('load', (host, { source }) =>
  host.loadInTurn(async (signal) => {
    // A run at rest is kept until the new data is there.
    if (isRunning(host.announcer.phase)) await host.runner.halt();
    const loaded = await host.whileLoading(signal, (report) => host.sources.load(source, signal, report));
    await host.runner.halt();
    host.adopt(loaded);
    return summaryOf(loaded);
  }),
);
