/** What the fields of a graph cost to serve, and how likely its gates keep them. */
import type { PortOf } from '../../model/document/ports';
import { schemaOf } from '../../model/document/schema';
import type { GraphNode } from '../../model/document/graph';
import { withDefaults } from '../../model/document/params';
import gate from '../../model/blocks/field-gate/block';
import { costParams, fieldCosts } from '../../model/blocks/field-gate/cost';
import { judge } from '../../model/check/judge';
import { edgesInto } from '../../model/document/graph-edits';
import { weightPath } from '../../model/run/compile';
import type { LiveModel } from '../training/live-model';

/** A field where a node embeds it for the rows of its own side. */
export interface ServedField {
  node: string;
  side: 'user' | 'item';
  field: string;
  /** c_j by the prices of its gate, or by the usual ones. */
  cost: number;
  /** delta_j of its gate; null where it has none. */
  keep: number | null;
}

/** Every field that is read by its own rows, in the order of the graph; of pasts nothing is said. */
export async function servedFields({
  graph,
  dataset,
  weights,
}: Pick<LiveModel, 'graph' | 'dataset' | 'weights'>): Promise<ServedField[]> {
  const { types, inputs } = judge(graph, schemaOf(dataset));
  const gates = graph.nodes.filter(({ block }) => block === gate.id);
  const gateOf = (source: GraphNode): GraphNode | undefined =>
    gates.find((node) => edgesInto(graph, node.id).some(({ from }) => from.node === source.id));
  const found: ServedField[] = [];
  for (const node of graph.nodes) {
    const type = types.get(node.id)?.['fields'];
    if (node.block !== 'fields' || type?.kind !== 'fields' || (node.side !== 'user' && node.side !== 'item')) continue;
    const own = gateOf(node);
    const seen = (own ? inputs.get(own.id)?.['fields'] : type) as PortOf<'fields'>;
    const costs = fieldCosts(seen, withDefaults(own ? gate.params : costParams, own?.params ?? {}) as never);
    const logits = own ? await weights.read(weightPath(own, 'logit')) : null;
    for (const [at, field] of type.names.entries())
      found.push({
        node: node.id,
        side: node.side,
        field,
        cost: costs[at]!,
        keep: logits && 1 / (1 + Math.exp(-logits[at]!)),
      });
  }
  return found;
}

/** Share of the cost of all gated fields that the decided gates leave out. */
export function shareLeftOut(fields: readonly ServedField[]): number {
  const costOf = (some: readonly ServedField[]): number => some.reduce((sum, { cost }) => sum + cost, 0);
  const gated = fields.filter(({ keep }) => keep !== null);
  return costOf(gated.filter(({ keep }) => keep! < 0.5)) / costOf(gated);
}
