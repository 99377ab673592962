/** Objectives that compare categories of items within a batch, and batches in which too few of them meet. */
import { categoriesInBatch, type CategoryFacts } from '../../data/categories';
import { findBlock } from '../nodes/registry';
import type { Settings, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';

/**
 * A warning: it runs. With fewer than two categories on average most batches compare nothing, and the loss is 0 in
 * them.
 */
export function problemsOfCategories(
  { nodes }: TowerGraph,
  { batch }: Pick<Settings, 'batch'>,
  facts: CategoryFacts,
): Problem[] {
  return nodes.flatMap(({ id, block, params }): Problem[] => {
    const found = findBlock(block);
    const compared = found?.comparesCategories?.(withDefaults(found.params, params));
    if (!compared) return [];
    const { field, least } = compared;
    const met = categoriesInBatch(facts, field, batch, least);
    return met === null || met >= 2
      ? []
      : [
          {
            nodeId: id,
            field: 'field',
            code: 'categories-seldom-meet',
            values: { field, least, batch, categories: met.toFixed(1) },
            warning: true,
          },
        ];
  });
}
