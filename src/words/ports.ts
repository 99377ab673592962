/** What the inputs and outputs of blocks are called: by what flows there, or by the words of the block. */
import { findBlock, knownBlocks } from '../model/nodes/registry';
import type { Language, Speech } from './words';

/** By language and name. A name means the same in every block that has it. */
const OWN: Readonly<Record<Language, ReadonlyMap<string, string>>> = { en: ownPorts('en'), zh: ownPorts('zh') };

function ownPorts(language: Language): ReadonlyMap<string, string> {
  return new Map(knownBlocks().flatMap((id) => Object.entries(findBlock(id)?.words[language].ports ?? {})));
}

/** A kind of what flows along an edge. */
export const kindName = (kind: string, { words }: Pick<Speech, 'words'>): string =>
  (words.kind as Readonly<Record<string, string>>)[kind] ?? kind;

/** A name that no block has, of a file of another version say, stays as it is. */
export const portName = (port: string, { words, language }: Pick<Speech, 'words' | 'language'>): string =>
  OWN[language].get(port) ?? kindName(port, { words });
