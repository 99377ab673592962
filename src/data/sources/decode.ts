/** Bytes to text: which encoding a file is in, whether it is text at all, and its text piece by piece. */
import { DataError, type DataProblem } from '../table';
import { guessEncoding, SAMPLE_BYTES, type EncodingGuess } from './encodings';

/** How much of the file's beginning decides whether it is text. */
const PROBE_BYTES = 64 * 1024;

/** The text of a file piece by piece; `fraction` is the share read so far. */
export type Pieces = AsyncIterable<{ text: string; fraction: number }>;

export interface OpenedText extends EncodingGuess {
  /** Some bytes mean nothing in this encoding: each is a U+FFFD in the text. */
  isDamaged: boolean;
  pieces: Pieces;
}

const TEXT_PIECE = 1 << 20;

/**
 * A file as text, in the encoding given or the one that is found. A string is text already.
 * @throws DataError `empty-file`, `not-text`, `is-json`, `is-markup`, `is-lfs-pointer`
 * @throws RangeError where `encoding` is not a known label
 */
export async function openText(
  source: Blob | string,
  ask: { fileName: string; file: DataProblem['file']; encoding?: string; signal?: AbortSignal },
): Promise<OpenedText> {
  const { fileName, file, signal } = ask;
  if (typeof source === 'string') return { encoding: 'utf-8', rival: null, isDamaged: false, pieces: cut(source) };
  if (source.size === 0) throw new DataError({ code: 'empty-file', file, values: { file: fileName } });
  await refuseOthers(source, ask);
  const guess = ask.encoding === undefined ? await detectEncoding(source, signal) : null;
  const encoding = guess?.encoding ?? ask.encoding!;
  return {
    encoding,
    rival: guess?.rival ?? null,
    isDamaged: !(guess?.isValid ?? (await isValid(source, encoding, signal))),
    pieces: decode(source, encoding, signal),
  };
}

async function* cut(text: string): Pieces {
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at += TEXT_PIECE) {
    yield { text: text.slice(at, at + TEXT_PIECE), fraction: Math.min(1, (at + TEXT_PIECE) / text.length) };
  }
}

/** A byte order mark decides; else UTF-8 where all of it is valid; else what a sample of its lines looks like. */
async function detectEncoding(blob: Blob, signal?: AbortSignal): Promise<EncodingGuess & { isValid?: boolean }> {
  const marked = await markOf(blob);
  if (marked !== null) return { encoding: marked, rival: null };
  if (await isValid(blob, 'utf-8', signal)) return { encoding: 'utf-8', rival: null, isValid: true };
  return guessEncoding(await sampleOf(blob, signal));
}

async function markOf(blob: Blob): Promise<string | null> {
  const mark = new Uint8Array(await blob.slice(0, 3).arrayBuffer());
  if (mark[0] === 0xff && mark[1] === 0xfe) return 'utf-16le';
  if (mark[0] === 0xfe && mark[1] === 0xff) return 'utf-16be';
  return mark[0] === 0xef && mark[1] === 0xbb && mark[2] === 0xbf ? 'utf-8' : null;
}

/** Texts that are no rows, by how they begin: each has a way out of its own. */
const OTHER_TEXTS: readonly (readonly [code: DataProblem['code'], begins: RegExp])[] = [
  ['is-json', /^\s*(?:\[\s*[[{]|\{\s*\n\s*")/],
  ['is-markup', /^\s*<(?:!doctype|html|head|body|\?xml)\b/i],
  ['is-lfs-pointer', /^version https:\/\/git-lfs\.github\.com\/spec\//],
];

/**
 * @throws DataError `not-text` for archives, images, Parquet and the like: many control characters among the first
 * bytes; `is-json`, `is-markup`, `is-lfs-pointer`
 */
async function refuseOthers(
  blob: Blob,
  { file, fileName, encoding = '' }: { file: DataProblem['file']; fileName: string; encoding?: string },
): Promise<void> {
  // In UTF-16 every other byte of a plain text is 0.
  if (/^utf-16/i.test(encoding)) return;
  const bytes = new Uint8Array(await blob.slice(0, PROBE_BYTES).arrayBuffer());
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return;
  let controls = 0;
  for (const byte of bytes) if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) controls++;
  // A stray control character is a bad row, not another kind of file.
  const isText = controls <= Math.max(1, bytes.length / 200);
  const text = isText ? new TextDecoder().decode(bytes) : '';
  const code = isText ? OTHER_TEXTS.find(([, begins]) => begins.test(text))?.[0] : 'not-text';
  if (code !== undefined) throw new DataError({ code, file, values: { file: fileName } });
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

/** Whether all bytes mean something; a file that is cut inside its last character still counts. */
async function isValid(blob: Blob, encoding: string, signal?: AbortSignal): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const bytes of chunksOf(blob, signal)) decoder.decode(bytes, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The first lines with bytes above 0x7f. A line end is one in every encoding that is told by a sample. */
async function sampleOf(blob: Blob, signal?: AbortSignal): Promise<Uint8Array> {
  const sample = new Uint8Array(SAMPLE_BYTES);
  let kept = 0;
  let end = 0;
  let isPlain = true;
  for await (const bytes of chunksOf(blob, signal))
    for (const byte of bytes) {
      sample[end++] = byte;
      if (byte >= 0x80) isPlain = false;
      if (byte !== 0x0a && byte !== 0x0d && end < SAMPLE_BYTES) continue;
      if (!isPlain) kept = end;
      if (kept === SAMPLE_BYTES) return sample;
      end = kept;
      isPlain = true;
    }
  return sample.subarray(0, isPlain ? kept : end);
}
