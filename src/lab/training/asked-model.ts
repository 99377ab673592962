import type { Dataset } from '../../data/dataset';
import type { AskedWeights } from '../runs/asked-weights';
import { LiveModel } from './live-model';

/** Weights beside those on screen, on the device as long as they are asked. */
export async function asModel<T>(
  { graph, settings, values }: AskedWeights,
  dataset: Dataset,
  ask: (model: LiveModel) => Promise<T>,
): Promise<T> {
  const model = new LiveModel(dataset, graph, settings);
  try {
    model.writeWeights(values);
    return await ask(model);
  } finally {
    model.dispose();
  }
}
