import type { Settings, TowerGraph } from '../../model/graph';
import { LiveModel } from '../live-model';
import { readWeights } from '../transfer/import-weights';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Replaces graph, settings and weights after checking everything. */
    importWeights: [{ json: string }, { graph: TowerGraph; settings: Settings; step: number; sameData: boolean }];
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
      run: { steps, metrics },
    } = file;
    const model = new LiveModel(dataset, graph, settings);
    await host.runner.adopt(model, runInputs, values, steps, sameData ? metrics : {});
    return { graph, settings, step: steps, sameData };
  }),
);
