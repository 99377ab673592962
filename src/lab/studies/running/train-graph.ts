/** A graph trained to its end without a session around it. */
import type { Dataset } from '../../../data/dataset';
import type { Device } from '../../../engine/device';
import type { Settings, TowerGraph } from '../../../model/document/graph';
import { watchedOf } from '../../training/best-weights';
import { LiveModel } from '../../training/live-model';
import { Training } from '../../training/training';
import type { Trained } from './outcome';

/**
 * The caller disposes of the model.
 * @param keeps which weights it has then: those that were best on validation, or of the last step
 * @throws Error with what the device reported, LabError (diverged), LimitError
 */
export async function trainGraph(
  device: Device,
  dataset: Dataset,
  name: string,
  graph: TowerGraph,
  settings: Settings,
  keeps: 'best' | 'last' = 'best',
): Promise<Trained> {
  const model = new LiveModel(dataset, graph, settings);
  const startedAt = new Date().toISOString();
  let failure: Error | null = null;
  let unlisten = () => {};
  try {
    const training = new Training(
      model,
      device,
      {
        progress: () => undefined,
        seriesGrew: () => undefined,
        saved: () => Promise.resolve(),
        ...(keeps === 'last' && { keeps }),
      },
      null,
    );
    unlisten = device.onError((message) => {
      failure ??= new Error(`the graphics device reported: ${message}`);
      training.stop();
    });
    await training.run();
    if (failure) throw failure;
    const { series, stepsDone, batches, kept, ending } = training;
    if (!kept || !ending) throw new Error('a study needs a validation part, and its data has none');
    const { step: keptStep, value: validation } =
      keeps === 'best' ? kept : { step: model.step, value: series.points(watchedOf(graph))!.values.at(-1)! };
    return {
      name,
      model,
      series,
      startedAt,
      ending,
      steps: stepsDone,
      stepsPerEpoch: batches.stepsPerEpoch,
      keptStep,
      validation,
    };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    unlisten();
  }
}
