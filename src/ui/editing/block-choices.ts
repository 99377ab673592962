/** Blocks as choices of a list, by family. */
import type { AnyBlock } from '../../model/blocks/block';
import type { Side } from '../../model/document/graph';
import { findBlock, knownBlocks } from '../../model/nodes/registry';
import { inEveryLanguage, type Speech } from '../../words/words';
import type { Choice } from './matching';

const FAMILIES: readonly AnyBlock['family'][] = [
  'input',
  'sequence',
  'gate',
  'channel',
  'fusion',
  'regulariser',
  'match',
  'crossing',
  'objective',
];

/** Paper names are typed in any language. */
const titlesOf = (block: string): string =>
  Object.values(inEveryLanguage(({ words }) => words.blocks[block]?.title ?? '')).join(' ');

/** In the order of families; `sideOf` leaves out what it gives null. */
export const blockChoices = ({ words }: Speech, sideOf: (block: AnyBlock) => Side | undefined | null): Choice[] => {
  const fitting = knownBlocks().flatMap((id) => {
    const block = findBlock(id);
    const side = block && sideOf(block);
    return block && side !== null ? [{ block, side }] : [];
  });
  return FAMILIES.flatMap((family) =>
    fitting
      .filter(({ block }) => block.family === family)
      .map(({ block, side }) => ({
        id: block.id,
        title: words.blocks[block.id]?.title ?? block.id,
        about: words.blocks[block.id]?.about ?? '',
        group: words.editing.family[family],
        ...(side === undefined ? {} : { side }),
        search: `${block.id} ${titlesOf(block.id)} ${words.blocks[block.id]?.about}`,
      })),
  );
};
