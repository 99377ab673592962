import { exportWeights } from '../transfer/export-weights';
import { command } from '../command';
import { fileSeriesOf } from '../runs/run-file';

declare module '../protocol' {
  interface Commands {
    exportWeights: [{ encoding: 'base64-f32-le' | 'array' }, { fileName: string; json: string }];
  }
}

export default command('exportWeights', (host, { encoding }) => {
  const model = host.needModel();
  return exportWeights(
    model,
    {
      metrics: host.keeper.testedAt(model.step),
      baselines: host.needBaselines().known.test,
      series: fileSeriesOf(host.runner.training?.series.all() ?? host.keeper.current?.series ?? []),
      result: host.keeper.current?.run.result ?? null,
    },
    encoding,
  );
});
