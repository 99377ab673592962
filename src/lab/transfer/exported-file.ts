/** A file to take home, as the page saves it and the command line writes it. */
import { jsonPieces } from './json-pieces';

export interface ExportedFile {
  fileName: string;
  /** JSON, or CSV of a log. */
  blob: Blob;
}

/** Characters that are put into the blob at once. */
const PART = 1 << 26;

/** @param value plain data; see `jsonPieces` */
export function exportedFile(fileName: string, value: unknown): ExportedFile {
  const parts: Blob[] = [];
  let pieces: string[] = [];
  let length = 0;
  const take = (): void => {
    parts.push(new Blob(pieces));
    [pieces, length] = [[], 0];
  };
  for (const piece of jsonPieces(value)) {
    pieces.push(piece);
    if ((length += piece.length) >= PART) take();
  }
  take();
  return { fileName, blob: new Blob(parts, { type: 'application/json' }) };
}
