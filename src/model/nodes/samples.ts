/** Items that objectives of a graph want as columns beside those of the rows. A batch has one set of them. */
import type { SampledColumns } from '../../data/sampled-columns';
import { findBlock } from './registry';
import type { TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';

const asking = ({ nodes }: TowerGraph): { id: string; sampled: SampledColumns }[] =>
  nodes.flatMap(({ id, block, params }) => {
    const found = findBlock(block);
    const sampled = found?.samples?.(withDefaults(found.params, params));
    return sampled ? [{ id, sampled }] : [];
  });

/** What all of them want; null where none does. */
export const sampledOf = (graph: TowerGraph): SampledColumns | null => asking(graph)[0]?.sampled ?? null;

export function problemsOfSamples(graph: TowerGraph): Problem[] {
  const [first, ...others] = asking(graph);
  if (!first) return [];
  const { count, by } = first.sampled;
  return others
    .filter(({ sampled }) => sampled.count !== count || sampled.by !== by)
    .map(({ id }) => ({ nodeId: id, code: 'samples-differ', values: { other: first.id } }));
}
