import { WeightsError } from './weights-file';

/** The longest string of V8, on 64 bits: a file of more bytes may not fit into one. */
export const LONGEST_TEXT = 0x1fff_ffe8;

/** The text of a file that is imported. @throws WeightsError (too-large, unreadable) */
export async function readText(file: Blob, limit = LONGEST_TEXT): Promise<string> {
  if (file.size > limit) throw new WeightsError({ code: 'too-large', values: { bytes: file.size, limit } });
  try {
    return await file.text();
  } catch {
    throw new WeightsError({ code: 'unreadable', values: {} });
  }
}
