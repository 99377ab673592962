/** What the inputs and outputs of blocks are called: by what flows there, or by the words of the block. */
import type { Speech } from './words';

/** A kind of what flows along an edge. */
export const kindName = (kind: string, { words }: Pick<Speech, 'words'>): string =>
  (words.kind as Readonly<Record<string, string>>)[kind] ?? kind;

/**
 * A name means the same in every block that has it; one that no block has, of a file of another version say, stays as
 * it is.
 */
export function portName(port: string, { words }: Pick<Speech, 'words'>): string {
  for (const { ports } of Object.values(words.blocks)) if (ports?.[port] !== undefined) return ports[port];
  return kindName(port, { words });
}
