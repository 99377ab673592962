/**
 * How much a trained graph makes of each field: by what a gate says, and by what is lost when the field tells it
 * nothing.
 */
import type { Field } from '../../../data/dataset';
import { Encoder } from '../../../model/run/encode';
import { tablePath } from '../../../model/run/compile';
import { shuffled } from '../../selection/shuffled';
import { evaluateModel } from '../../evaluate/model';
import { probeValues, type Trained } from './outcome';

/** Gate of each field times the mean length of its embedding over the owners, by field name. @param node a SE gate */
export async function gateTimesNorm(trained: Trained, node: string): Promise<Map<string, number>> {
  const {
    model: { graph, dataset, weights },
  } = trained;
  const out = new Map<string, number>();
  for (const [key, gate] of Object.entries(probeValues(trained, `${node}/gate`))) {
    const name = key.slice(`${node}/gate/`.length);
    const table = graph.tables.find(({ field }) => field === name);
    const field = dataset.fields.find((known) => known.name === name);
    if (!table || !field) throw new Error(`the gate "${node}" has a field "${name}" that has no table of its own`);
    out.set(name, gate * meanLength(field, await weights.read(tablePath(table.id)), table.width));
  }
  return out;
}

/** Mean over the owners of the length of a field's embedding. @param rows [field.rows x width] */
export function meanLength(
  { ids, weights, length }: Pick<Field, 'ids' | 'weights' | 'length'>,
  rows: Float32Array,
  width: number,
): number {
  const owners = ids.length / length;
  let total = 0;
  for (let owner = 0; owner < owners; owner++) {
    let square = 0;
    for (let d = 0; d < width; d++) {
      let sum = 0;
      for (let slot = owner * length; slot < (owner + 1) * length; slot++)
        sum += (weights?.[slot] ?? 1) * rows[ids[slot]! * width + d]!;
      square += sum * sum;
    }
    total += Math.sqrt(square);
  }
  return total / owners;
}

const SHUFFLE_SEED = 1;

/**
 * What the validation part loses in NDCG@10 when the values of a field are dealt out anew among its owners, by field
 * name.
 */
export async function permutationLosses({ model }: Trained, names: readonly string[]): Promise<Map<string, number>> {
  const { dataset, compiled, weights } = model;
  const ndcg = async (encoder: Encoder) =>
    (await evaluateModel(encoder, dataset, dataset.split.validation, compiled)).metrics['ndcg@10']!;
  const whole = await ndcg(model.encoder);
  const losses = new Map<string, number>();
  for (const name of names) {
    const fields = dataset.fields.map((field) => (field.name === name ? shuffled(field, SHUFFLE_SEED) : field));
    const encoder = new Encoder(compiled, { ...dataset, fields }, weights);
    losses.set(name, whole - (await ndcg(encoder)));
    encoder.dispose();
  }
  return losses;
}
