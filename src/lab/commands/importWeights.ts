import { summaryOf } from '../loading/describe-data';
import { LiveModel } from '../training/live-model';
import type { OpenedRun } from '../runs/open-run';
import { chunksOf } from '../runs/run-file';
import { readWeights, type ImportedWeights } from '../transfer/import-weights';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * A run of the graph, settings, curves and weights of the file, after everything has been checked. Its figures on
     * the test part are those of the file where that was trained on the same data.
     */
    importWeights: [{ json: string }, OpenedRun & Pick<ImportedWeights, 'sameData' | 'known'>];
  }
}

export default command('importWeights', (host, { json }) =>
  host.importInTurn(async (step) => {
    const { runInputs } = host;
    const { loaded } = runInputs;
    const { file, values, sameData, known } = await readWeights(json, loaded.dataset, step);
    const {
      graph,
      settings,
      run: { steps, metrics, baselines, ...trained },
    } = file;
    const model = new LiveModel(loaded.dataset, graph, settings);
    const series = chunksOf(trained.series);
    const result = sameData ? trained.result : null;
    const evaluated = sameData && !result && Object.keys(metrics).length > 0 ? { metrics, baselines } : null;
    const run = await host.runner.adopt(model, runInputs, values, steps, { result, evaluated }, series);
    if (sameData) runInputs.baselines.besideRun(run);
    const { last: progress } = host.announcer;
    return { run, series, snapshots: [], progress, dataset: summaryOf(loaded), lacks: null, sameData, known };
  }),
);
