/** Every file format, and which of them a file is in. */
import type { Options, Source } from './source';

/** In the order in which they are asked: the one that takes any text is the last. */
export const sources: readonly Source[] = Object.values(
  import.meta.glob<Source>('./*/source.ts', { eager: true, import: 'default' }),
).sort((a, b) => Number(a.sniff === undefined) - Number(b.sniff === undefined) || (a.id < b.id ? -1 : 1));

/** Enough to tell formats and columns by. */
export const HEAD_BYTES = 64 * 1024;

/** @param head the beginning of the file */
export function sourceOf(fileName: string, head: Uint8Array): Source {
  const name = fileName.toLowerCase();
  const claims = ({ sniff, extensions }: Source): boolean =>
    sniff === undefined || sniff(head) || extensions.some((extension) => name.endsWith(extension));
  return sources.find(claims)!;
}

export const sourceById = (id: string): Source | undefined => sources.find((source) => source.id === id);

/** Of options that were said of some file, those that this format has: they may come from an older page. */
export function optionsFor({ options }: Source, said: Readonly<Record<string, unknown>>): Options {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, { kind }]) => {
      const value = said[name];
      return typeof value === (kind === 'toggle' ? 'boolean' : 'string') ? [[name, value as string | boolean]] : [];
    }),
  );
}
