/** Every block, by id: a new folder registers itself. Objectives live in their own folder and are found here too. */
import type { AnyBlock } from '../blocks/block';
import { objectives } from '../objectives/objectives';

const found = Object.values(import.meta.glob<AnyBlock>('../blocks/*/block.ts', { eager: true, import: 'default' }));

/** Blocks of the towers and the match, without objectives. */
export const blocks: ReadonlyMap<string, AnyBlock> = new Map(found.map((block) => [block.id, block]));

/** The block of this id or former id, among blocks and objectives. */
export function findBlock(id: string): AnyBlock | undefined {
  return (
    blocks.get(id) ??
    objectives.get(id) ??
    [...blocks.values(), ...objectives.values()].find((block) => block.formerIds.includes(id))
  );
}

/** @throws for an unknown id, naming the known ones */
export function blockById(id: string): AnyBlock {
  const block = findBlock(id);
  if (!block) throw new Error(`Unknown block "${id}". Known blocks: ${knownBlocks().join(', ')}.`);
  return block;
}

export const knownBlocks = (): string[] => [...blocks.keys(), ...objectives.keys()].sort();
