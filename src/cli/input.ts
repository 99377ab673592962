/** Files and JSON a person names on the command line: files, pipes, and whatever else can be read to its end. */
import {
  accessSync,
  closeSync,
  constants,
  createReadStream,
  openAsBlob,
  openSync,
  readFileSync,
  readSync,
  statSync,
  type Stats,
} from 'node:fs';
import { basename } from 'node:path';
import { LONGEST_TEXT } from '../lab/transfer/read-text';
import type { Flags } from './flags';
import { showReading } from './progress';
import { speech } from './speech';
import { UsageError } from './usage-error';

/** Bytes of a pipe: they are held in memory. */
const MOST_PIPED = 2 ** 30;

/**
 * The file as the page would get it: read in pieces, never whole. What is no file on a disk is read to its end first.
 * @param most bytes of what is no file on a disk
 * @throws UsageError
 */
export async function openFile(flag: string, path: string, most = MOST_PIPED): Promise<File> {
  const isPiped = readsToEnd(checkReadable(flag, path));
  return new File([isPiped ? await drained(flag, path, most) : await openAsBlob(path)], basename(path));
}

/** Pipes and devices; what lies in /proc says that it is a file without a byte in it. */
const readsToEnd = (stats: Stats): boolean => !stats.isFile() || stats.size === 0;

async function drained(flag: string, path: string, most: number): Promise<Blob> {
  const chunks: Buffer<ArrayBuffer>[] = [];
  let size = 0;
  const tell = showReading();
  try {
    // A standard input that is a socket cannot be opened by its path.
    for await (const chunk of path === '/dev/stdin' ? process.stdin : createReadStream(path)) {
      const bytes = chunk as Buffer<ArrayBuffer>;
      chunks.push(bytes);
      size += bytes.length;
      tell(size);
      if (size > most) throw tooLong(flag, path, most);
    }
  } catch (error) {
    throw unreadable(flag, path, error);
  }
  return new Blob(chunks);
}

/** What a pipe brought: it can be read once. */
const piped = new Map<string, string>();

/** @throws UsageError */
export function readText(flag: string, path: string): string {
  const before = piped.get(path);
  if (before !== undefined) return before;
  const stats = checkReadable(flag, path);
  try {
    if (stats.size > LONGEST_TEXT) throw tooLong(flag, path, LONGEST_TEXT);
    if (!readsToEnd(stats)) {
      showReading()(stats.size);
      return readFileSync(path, 'utf8');
    }
    const text = textToEnd(flag, path);
    piped.set(path, text);
    return text;
  } catch (error) {
    throw unreadable(flag, path, error);
  }
}

function textToEnd(flag: string, path: string): string {
  const chunks: Buffer[] = [];
  let size = 0;
  const tell = showReading();
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = Buffer.alloc(2 ** 16);
      const count = readSync(file, chunk);
      if (count === 0) return Buffer.concat(chunks).toString('utf8');
      chunks.push(chunk.subarray(0, count));
      size += count;
      tell(size);
      if (size > LONGEST_TEXT) throw tooLong(flag, path, LONGEST_TEXT);
    }
  } finally {
    closeSync(file);
  }
}

/** @throws UsageError */
export function readJson(flag: string, path: string): unknown {
  const text = readText(flag, path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${flag}: ${named(path)} is not JSON: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    );
  }
}

export const FILE_FLAGS = [
  'log',
  'items',
  'users',
  'graph',
  'weights',
  'teacher',
  'ranker',
] as const satisfies readonly (keyof Flags)[];

/** Every file a command will read, before it does anything. @throws UsageError */
export function checkFiles(flags: Flags): void {
  for (const flag of FILE_FLAGS) if (flags[flag] !== undefined) checkReadable(`--${flag}`, flags[flag]);
}

function checkReadable(flag: string, path: string): Stats {
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
    if (found && !found.isDirectory()) accessSync(path, constants.R_OK);
  } catch (error) {
    throw unreadable(flag, path, error);
  }
  if (!found) throw new UsageError(`${flag}: there is no file ${named(path)}`);
  if (found.isDirectory()) throw new UsageError(`${flag}: ${named(path)} is a folder, not a file`);
  return found;
}

const tooLong = (flag: string, path: string, most: number): UsageError =>
  new UsageError(`${flag}: ${named(path)} holds more than ${speech.bytes(most)}, the most that can be read here`);

/** "EACCES: permission denied, open 'log.csv'": what the system says, without its own name for it. */
function unreadable(flag: string, path: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const [, reason = message] = /^[A-Z0-9_]+: ([^,]+)/.exec(message) ?? [];
  return new UsageError(`${flag}: ${named(path)} cannot be read: ${reason}`);
}

/** Characters of a path that are said. */
const LONGEST_NAME = 300;
const named = (path: string): string => `"${path.length > LONGEST_NAME ? `${path.slice(0, LONGEST_NAME)}…` : path}"`;
