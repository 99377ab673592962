import { runFunnel, type Funnel } from '../funnel/funnel';
import { Stage } from '../funnel/stage';
import { LiveModel } from '../training/live-model';
import { readWeights } from '../transfer/import-weights';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * The test part through stages behind each other, each weights from a file; the first retrieves. `titles`: what the
     * graphs are called.
     */
    funnel: [{ stages: readonly { json: string; keep: number }[] }, Funnel & { titles: string[] }];
  }
}

export default command('funnel', (host, { stages }) =>
  host.importInTurn(async (step) => {
    const { dataset } = host.needData();
    const models: LiveModel[] = [];
    try {
      for (const [at, { json }] of stages.entries()) {
        const { file, values } = await readWeights(json, dataset, (fraction) => step((at + fraction) / stages.length));
        const model = new LiveModel(dataset, file.graph, file.settings);
        models.push(model);
        model.writeWeights(values);
      }
      const signal = host.waits.signal('evaluation');
      const built = models.map((model, at) => ({ stage: new Stage(model.serving), keep: stages[at]!.keep }));
      const funnel = await host.waits.saying('evaluation', (onProgress) =>
        runFunnel(built, dataset.split.test, { signal, onProgress }).finally(() => {
          for (const { stage } of built) stage.dispose();
        }),
      );
      return { ...funnel, titles: models.map(({ graph }) => graph.title) };
    } finally {
      for (const model of models) model.dispose();
    }
  }),
);
