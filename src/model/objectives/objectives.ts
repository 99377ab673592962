/** Every objective, by id: a new folder registers itself. */
import type { AnyBlock } from '../blocks/block';

const found = Object.values(import.meta.glob<AnyBlock>('./*/block.ts', { eager: true, import: 'default' }));

export const objectives: ReadonlyMap<string, AnyBlock> = new Map(found.map((block) => [block.id, block]));
