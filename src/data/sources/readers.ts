/** A file of any format to a table: loaded where files are read, and never by the page. */
import type { Table } from '../table';
import type { Read, ReadAsk } from './source';
import { HEAD_BYTES, optionsFor, sourceOf } from './sources';

const found = import.meta.glob<Read>('./*/read.ts', { eager: true, import: 'default' });

/** @throws Error for a format without a `read.ts` */
export function readerOf(id: string): Read {
  const read = found[`./${id}/read.ts`];
  if (!read) throw new Error(`the format "${id}" has no read.ts`);
  return read;
}

/**
 * Reads a whole file.
 * @returns the table, and the id of the format
 * @throws DataError; DOMException `AbortError` where the signal says so
 */
export async function readTable(
  file: File,
  ask: Omit<ReadAsk, 'fileName' | 'options'> & { options: Readonly<Record<string, unknown>> },
): Promise<{ format: string; table: Table }> {
  const source = sourceOf(file.name, new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  const table = await readerOf(source.id)(file, {
    ...ask,
    fileName: file.name,
    options: optionsFor(source, ask.options),
  });
  return { format: source.id, table };
}
