/** Live values of the user side for held-out targets: what a trained block does for each of them. */
import type { Target } from '../../../data/dataset';
import { rowsOfTargets } from '../../evaluate/targets';
import type { LiveModel } from '../../training/live-model';

/**
 * @param key `<nodeId>/<name>` of a value with one row per user
 * @returns labels in their order, and the values of each target
 * @throws Error listing the known keys
 */
export async function probeByTarget(
  { compiled, encoder, dataset }: LiveModel,
  targets: readonly Target[],
  key: string,
): Promise<{ labels: readonly string[]; values: Float32Array[] }> {
  const probe = compiled.probes.find((known) => known.key === key && known.per === 'row');
  if (!probe)
    throw new Error(`no live value "${key}" of rows; known: ${compiled.probes.map((known) => known.key).join(', ')}`);
  const { labels } = probe;
  const values: Float32Array[] = [];
  for (let from = 0; from < targets.length; from += encoder.userRows) {
    const part = targets.slice(from, from + encoder.userRows);
    const published = encoder.userValues(rowsOfTargets(dataset, part, compiled), key);
    const numbers = await published.data();
    published.dispose();
    part.forEach((_, row) =>
      values.push(Float32Array.from(numbers.slice(row * labels.length, (row + 1) * labels.length))),
    );
  }
  return { labels, values };
}
