/** What the fields of trained weights cost to serve, and how likely their gates keep them. */
import { costsOfFields, type FieldCost } from '../../model/check/field-costs';
import { nodeById } from '../../model/document/graph-edits';
import { schemaOf } from '../../model/document/schema';
import { weightPath } from '../../model/run/compile';
import type { LiveModel } from '../training/live-model';

export interface ServedField extends Omit<FieldCost, 'gate'> {
  /** delta_j of its gate; null where it has none. */
  keep: number | null;
}

export async function servedFields({
  graph,
  dataset,
  weights,
}: Pick<LiveModel, 'graph' | 'dataset' | 'weights'>): Promise<ServedField[]> {
  const logits = new Map<string, Float32Array>();
  const found: ServedField[] = [];
  for (const { gate, ...field } of costsOfFields(graph, schemaOf(dataset))) {
    if (gate && !logits.has(gate.node))
      logits.set(gate.node, await weights.read(weightPath(nodeById(graph, gate.node)!, 'logit')));
    const logit = gate && logits.get(gate.node)![gate.at]!;
    found.push({ ...field, keep: logit === null ? null : 1 / (1 + Math.exp(-logit)) });
  }
  return found;
}

/** Share of the cost of all gated fields that the decided gates leave out. */
export function shareLeftOut(fields: readonly ServedField[]): number {
  const costOf = (some: readonly ServedField[]): number => some.reduce((sum, { cost }) => sum + cost, 0);
  const gated = fields.filter(({ keep }) => keep !== null);
  return costOf(gated.filter(({ keep }) => keep! < 0.5)) / costOf(gated);
}
