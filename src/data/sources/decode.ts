/** Bytes to text: which encoding a file is in, whether it is text at all, and its text piece by piece. */
import { DataError, type DataProblem } from '../table';

/** How much of the file's beginning decides whether it is text. */
const PROBE_BYTES = 64 * 1024;

/** The text of a file piece by piece; `fraction` is the share read so far. */
export type Pieces = AsyncIterable<{ text: string; fraction: number }>;

const TEXT_PIECE = 1 << 20;

/**
 * A file as text, in the encoding given or the one that is found. A string is text already.
 * @throws DataError `empty-file`, `not-text`
 * @throws RangeError where `encoding` is not a known label
 */
export async function openText(
  source: Blob | string,
  ask: { fileName: string; file: DataProblem['file']; encoding?: string; signal?: AbortSignal },
): Promise<{ encoding: string; pieces: Pieces }> {
  const { fileName, file, signal } = ask;
  if (typeof source === 'string') return { encoding: 'utf-8', pieces: cut(source) };
  if (source.size === 0) throw new DataError({ code: 'empty-file', file, values: { file: fileName } });
  await refuseBinary(source, file, fileName);
  const encoding = ask.encoding ?? (await detectEncoding(source, signal));
  return { encoding, pieces: decode(source, encoding, signal) };
}

async function* cut(text: string): Pieces {
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at += TEXT_PIECE) {
    yield { text: text.slice(at, at + TEXT_PIECE), fraction: Math.min(1, (at + TEXT_PIECE) / text.length) };
  }
}

/**
 * The encoding of a file as a `TextDecoder` label. A byte order mark decides; else UTF-8 where (nearly) all of it is
 * valid; else GB18030 where the high bytes come in the pairs of Chinese text; else Windows-1252, which is Latin-1 for
 * every letter.
 */
async function detectEncoding(blob: Blob, signal?: AbortSignal): Promise<string> {
  const mark = new Uint8Array(await blob.slice(0, 3).arrayBuffer());
  if (mark[0] === 0xff && mark[1] === 0xfe) return 'utf-16le';
  if (mark[0] === 0xfe && mark[1] === 0xff) return 'utf-16be';
  if (mark[0] === 0xef && mark[1] === 0xbb && mark[2] === 0xbf) return 'utf-8';
  if (await isUtf8(blob, signal)) return 'utf-8';
  const tally = new ByteTally();
  for await (const bytes of chunksOf(blob, signal)) tally.add(bytes);
  return tally.encoding;
}

/**
 * @throws DataError `not-text` for archives, images, Parquet and the like: many control characters among the first
 * bytes
 */
async function refuseBinary(blob: Blob, file: DataProblem['file'], fileName: string): Promise<void> {
  const bytes = new Uint8Array(await blob.slice(0, PROBE_BYTES).arrayBuffer());
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return;
  let controls = 0;
  for (const byte of bytes) if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) controls++;
  // A stray control character is a bad row, not another kind of file.
  if (controls > Math.max(1, bytes.length / 200))
    throw new DataError({ code: 'not-text', file, values: { file: fileName } });
}

/**
 * The text of a file, without its byte order mark, in pieces of arbitrary length; `fraction` is the share of bytes
 * read.
 */
async function* decode(
  blob: Blob,
  encoding: string,
  signal?: AbortSignal,
): AsyncGenerator<{ text: string; fraction: number }> {
  const decoder = new TextDecoder(encoding);
  let read = 0;
  for await (const bytes of chunksOf(blob, signal)) {
    read += bytes.length;
    yield { text: decoder.decode(bytes, { stream: true }), fraction: Math.min(1, read / blob.size) };
  }
  yield { text: decoder.decode(), fraction: 1 };
}

async function* chunksOf(blob: Blob, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  // Not every browser's stream can be iterated; the reader is everywhere.
  const reader = blob.stream().getReader();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/** The fast question, answered by the platform. A file cut in the middle of its last character still counts. */
async function isUtf8(blob: Blob, signal?: AbortSignal): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of chunksOf(blob, signal)) decoder.decode(bytes, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Counts, over a whole file, how its high bytes group under each candidate. */
class ByteTally {
  #utf8 = 0;
  #utf8Broken = 0;
  #pending = 0;
  #pairs = 0;
  #unpaired = 0;
  /** Length of the current run of bytes >= 0x80. */
  #run = 0;

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.#countUtf8(byte);
      if (byte >= 0x80) this.#run++;
      else if (this.#run > 0) this.#endRun();
    }
  }

  /**
   * GB2312 letters, which fill nearly all Chinese text, are two high bytes each, so runs have even length (a rare GBK
   * letter with a low second byte breaks one); accented Latin letters stand alone between ASCII letters.
   */
  get encoding(): string {
    if (this.#run > 0) this.#endRun();
    // One byte damaged in transit does not make a UTF-8 file Chinese.
    if (this.#utf8 > 20 * this.#utf8Broken) return 'utf-8';
    return this.#pairs > this.#unpaired ? 'gb18030' : 'windows-1252';
  }

  #endRun(): void {
    this.#pairs += this.#run >> 1;
    this.#unpaired += this.#run & 1;
    this.#run = 0;
  }

  #countUtf8(byte: number): void {
    if (this.#pending > 0) {
      if ((byte & 0xc0) === 0x80) {
        if (--this.#pending === 0) this.#utf8++;
        return;
      }
      this.#utf8Broken++;
      this.#pending = 0;
    }
    if (byte < 0x80) return;
    if (byte >= 0xc2 && byte < 0xe0) this.#pending = 1;
    else if (byte >= 0xe0 && byte < 0xf0) this.#pending = 2;
    else if (byte >= 0xf0 && byte < 0xf5) this.#pending = 3;
    else this.#utf8Broken++;
  }
}
