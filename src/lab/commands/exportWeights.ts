import { exportWeights, type WeightsOfStep } from '../transfer/export-weights';
import type { LabHost } from '../host';
import { LabError } from '../failure';
import { command } from '../command';
import type { ExportedFile } from '../transfer/exported-file';
import { fileSeriesOf } from '../runs/run-file';

declare module '../protocol' {
  interface Commands {
    /** The weights as they are at the call; `kept`: those of the last checkpoint, for which no device is asked. */
    exportWeights: [{ encoding: 'base64-f32-le' | 'array'; kept?: boolean }, ExportedFile];
  }
}

export default command('exportWeights', async (host, { encoding, kept = false }) => {
  const model = host.needModel();
  const checkpoint = kept ? keptWeights(host) : null;
  const { step } = checkpoint ?? model;
  // Of the moment of the call, as the weights are.
  const figures = {
    metrics: host.keeper.testedAt(step),
    baselines: host.needBaselines().known.test,
    series: fileSeriesOf(host.runner.training?.series.all() ?? host.keeper.current?.series ?? []),
    result: host.keeper.current?.run.result ?? null,
  };
  return host.waits.answer('weights', async () =>
    exportWeights(model, figures, encoding, checkpoint ?? { step, weights: await model.readWeights() }),
  );
});

function keptWeights({ keeper: { current } }: LabHost): WeightsOfStep {
  if (!current?.checkpoint) throw new LabError('no-weights', 'nothing of this run has been kept yet');
  return current.checkpoint;
}
