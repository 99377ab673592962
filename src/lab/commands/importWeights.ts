import type { Settings, TowerGraph } from '../../model/document/graph';
import type { Baselines } from '../evaluate/baseline-figures';
import type { Metrics } from '../evaluate/metrics';
import { LiveModel } from '../live-model';
import { readWeights } from '../transfer/import-weights';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * Replaces graph, settings and weights after checking everything. The figures are those of the file, on the test
     * part of the same data; empty on other data.
     */
    importWeights: [
      { json: string },
      {
        graph: TowerGraph;
        settings: Settings;
        step: number;
        sameData: boolean;
        tested: { metrics: Metrics; baselines: Baselines };
      },
    ];
  }
}

export default command('importWeights', (host, { json }) =>
  host.inTurn(async () => {
    const { runInputs } = host;
    const { dataset } = runInputs.loaded;
    const { file, values, sameData } = readWeights(json, dataset);
    const {
      graph,
      settings,
      run: { steps, metrics, baselines },
    } = file;
    const model = new LiveModel(dataset, graph, settings);
    const tested = sameData ? { metrics, baselines } : { metrics: {}, baselines: {} };
    await host.runner.adopt(model, runInputs, values, steps, tested.metrics);
    return { graph, settings, step: steps, sameData, tested };
  }),
);
