import { summaryOf } from '../describe-data';
import { fitsData, type RestoredRun } from '../stored-run';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * What a reload can continue: the last checkpoint of the stored run. Null where nothing is stored, or nothing that
     * can be continued.
     */
    restore: [Record<never, never>, RestoredRun | null];
  }
}

export default command('restore', (host) =>
  host.inTurn(async () => {
    const run = await host.keeper.load();
    if (!run) return null;
    const { graph, settings, checkpoint, series, baselines, metrics = {} } = run;
    await host.runner.halt();
    const loaded = await host.reload(run);
    if (!loaded || !fitsData(run, loaded.dataset)) return null;
    host.adopt(loaded);
    if (run.phase !== 'done' && host.hasDevice) {
      const training = await host.runner.begin(host.runInputs, graph, settings, checkpoint, checkpoint.step);
      training.series.restore(series, checkpoint.step);
      await training.atRest();
    } else {
      host.keeper.last = { graph, settings, checkpoint, series, ending: null };
      host.revive();
      host.runner.metrics = metrics;
    }
    return {
      dataset: summaryOf(loaded),
      graph,
      settings,
      phase: host.announcer.phase,
      series,
      baselines,
      metrics,
      progress: host.announcer.last,
    };
  }),
);
