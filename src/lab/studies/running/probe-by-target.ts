/** What the user side computes for held-out targets: live values, and outputs inside a trained block. */
import type { Tensor } from '@tensorflow/tfjs';
import type { Target } from '../../../data/dataset';
import type { UserRows } from '../../../model/encode';
import { rowsOfTargets } from '../../evaluate/model';
import type { LiveModel } from '../../live-model';

/**
 * @param key `<nodeId>/<name>` of a value with one row per user
 * @returns labels in their order, and the values of each target
 * @throws Error listing the known keys
 */
export async function probeByTarget(model: LiveModel, targets: readonly Target[], key: string): Promise<{ labels: readonly string[]; values: Float32Array[] }> {
  const { probes } = model.compiled;
  const probe = probes.find((known) => known.key === key && known.per === 'row');
  if (!probe) throw new Error(`no live value "${key}" of rows; known: ${probes.map((known) => known.key).join(', ')}`);
  return { labels: probe.labels, values: await byTarget(model, targets, (rows) => model.encoder.userValues(rows, key)) };
}

/** An output of a node, [R, width] and more rows than are read, for each target. */
export const outputByTarget = (model: LiveModel, targets: readonly Target[], nodeId: string, output: string): Promise<Float32Array[]> =>
  byTarget(model, targets, (rows) => model.encoder.userOutput(rows, nodeId, output));

async function byTarget({ compiled, encoder, dataset }: LiveModel, targets: readonly Target[], read: (rows: UserRows) => Tensor): Promise<Float32Array[]> {
  const values: Float32Array[] = [];
  for (let from = 0; from < targets.length; from += encoder.userRows) {
    const part = targets.slice(from, from + encoder.userRows);
    const published = read(rowsOfTargets(dataset, part, compiled));
    const width = published.shape.at(-1)!;
    const numbers = await published.data();
    published.dispose();
    part.forEach((_, row) => values.push(Float32Array.from(numbers.slice(row * width, (row + 1) * width))));
  }
  return values;
}
