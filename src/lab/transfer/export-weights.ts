/** Weights of a model, as a file to take home. */
import type { LiveModel } from '../training/live-model';
import type { Checkpoint } from '../runs/checkpoint';
import { protocolText } from '../evaluate/protocol-text';
import { exportedFile, type ExportedFile } from './exported-file';
import { fileNameOf } from './file-name';
import { weightsFile, type FileRun, type TensorEncoding } from './weights-file';

export type WeightsOfStep = Pick<Checkpoint, 'step' | 'weights'>;

export function exportWeights(
  model: LiveModel,
  figures: Pick<FileRun, 'metrics' | 'baselines' | 'series' | 'result'>,
  encoding: TensorEncoding,
  { step: steps, weights: values }: WeightsOfStep,
): ExportedFile {
  const { dataset, graph, settings } = model;
  const weights = new Map(
    [...values].map(([path, numbers]) => [path, { shape: model.weights.shape(path), values: numbers }]),
  );
  const run = { steps, protocol: protocolText(dataset.protocol), ...figures, dataset: dataset.fingerprint };
  return exportedFile(
    fileNameOf(dataset.name, steps, 'weights'),
    weightsFile({ graph, settings, run }, dataset, weights, encoding),
  );
}
