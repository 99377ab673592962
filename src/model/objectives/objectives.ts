/** Every objective, by id: a new folder registers itself. */
import type { AnyBlock } from '../block';

const found = Object.values(import.meta.glob<AnyBlock>('./*/block.ts', { eager: true, import: 'default' }));

export const objectives: ReadonlyMap<string, AnyBlock> = new Map(found.map((block) => [block.id, block]));

/**
 * The objective of this id or former id.
 * @throws for an unknown id, naming the known ones
 */
export function objectiveById(id: string): AnyBlock {
  const objective = objectives.get(id) ?? found.find((block) => block.formerIds.includes(id));
  if (!objective) throw new Error(`Unknown objective "${id}". Known objectives: ${[...objectives.keys()].sort().join(', ')}.`);
  return objective;
}
