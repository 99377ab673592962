/** The weights of a model as they are at the call, as a file to take home. */
import type { LiveModel } from '../training/live-model';
import { protocolText } from '../evaluate/protocol-text';
import type { Answer } from '../protocol';
import { fileNameOf } from './file-name';
import { writeWeightsFile, type FileRun, type TensorEncoding } from './weights-file';

export async function exportWeights(
  model: LiveModel,
  figures: Pick<FileRun, 'metrics' | 'baselines' | 'series' | 'result'>,
  encoding: TensorEncoding,
): Promise<Answer<'exportWeights'>> {
  const { dataset, graph, settings, step: steps } = model;
  const values = await model.readWeights();
  const weights = new Map(
    [...values].map(([path, numbers]) => [path, { shape: model.weights.shape(path), values: numbers }]),
  );
  const run = { steps, protocol: protocolText(dataset.protocol), ...figures, dataset: dataset.fingerprint };
  return {
    fileName: fileNameOf(dataset.name, steps, 'weights'),
    json: writeWeightsFile({ graph, settings, run }, dataset, weights, encoding),
  };
}
