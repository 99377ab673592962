/**
 * Files that appear whole or not at all: a draft is written in the folder of the file and then takes its name, so that
 * a reader sees the old file or the new one, never half of it.
 */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { readSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What writing asks of a file system. */
export type Disk = Pick<
  typeof fs,
  | 'lstatSync'
  | 'readlinkSync'
  | 'realpathSync'
  | 'openSync'
  | 'writeSync'
  | 'fchownSync'
  | 'fchmodSync'
  | 'fsyncSync'
  | 'closeSync'
  | 'renameSync'
  | 'rmSync'
>;

export type Piece = string | Uint8Array;

const MOST_LINKS = 40;
const PERMISSIONS = 0o7777;

interface Place {
  /** Behind symbolic links. */
  path: string;
  /** What lies there; null where nothing does. */
  old: fs.Stats | null;
}

/** A name that is as short as any, whatever the file is called. */
const draftIn = (folder: string): string => join(folder, `.lab-${randomUUID().slice(0, 8)}`);

/** Drafts that have not become files: what is left to remove where the program ends in the middle of one. */
const unfinished = new Set<string>();

/** Before the program ends in the middle of its work. */
export function removeDrafts(): void {
  for (const draft of unfinished) fs.rmSync(draft, { force: true });
}

function placeOf(path: string, disk: Disk): Place {
  let at = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    const old = disk.lstatSync(at, { throwIfNoEntry: false }) ?? null;
    if (!old?.isSymbolicLink()) return { path: at, old };
    at = resolve(disk.realpathSync(dirname(at)), disk.readlinkSync(at));
  }
  throw new Error('ELOOP: too many symbolic links');
}

/** A file that is being written: nothing is in its place before `finish`. Whoever made it discards what fails. */
class Draft {
  private readonly place: Place;
  private readonly path: string;
  private readonly file: number;
  private isOpen = true;

  /**
   * @param target a symbolic link is followed, and stays
   * @throws Error where something lies there that is no regular file, or no draft can be written beside it
   */
  constructor(
    private readonly target: string,
    private readonly disk: Disk = fs,
  ) {
    try {
      this.place = placeOf(target, disk);
      const { old } = this.place;
      if (old && !old.isFile()) throw new Error(`it is ${kindOf(old)}`);
      this.path = draftIn(dirname(this.place.path));
      this.file = disk.openSync(this.path, 'wx', old ? old.mode & 0o777 : 0o666);
      unfinished.add(this.path);
    } catch (error) {
      throw this.failure(error);
    }
  }

  write(piece: Piece): void {
    this.attempt(() => {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      for (let at = 0; at < bytes.length;) at += this.disk.writeSync(this.file, bytes, at);
    });
  }

  /** Takes the place, with the permissions of the file that was there. */
  finish(): void {
    this.attempt(() => {
      const { path, old } = this.place;
      if (old) this.takeAfter(old);
      this.disk.fsyncSync(this.file);
      this.close();
      this.disk.renameSync(this.path, path);
      unfinished.delete(this.path);
    });
  }

  discard(): void {
    try {
      this.close();
    } catch {
      // It is removed all the same.
    }
    this.disk.rmSync(this.path, { force: true });
    unfinished.delete(this.path);
  }

  private takeAfter({ uid, gid, mode }: fs.Stats): void {
    try {
      this.disk.fchownSync(this.file, uid, gid);
    } catch {
      // Only the superuser gives files away.
    }
    this.disk.fchmodSync(this.file, mode & PERMISSIONS);
  }

  private close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.disk.closeSync(this.file);
  }

  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw this.failure(error);
    }
  }

  private failure(cause: unknown): Error {
    return new Error(`"${this.target}" cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

/** @throws Error naming the path; then what was there is there still, and no draft is left */
export function writeWhole(path: string, pieces: Iterable<Piece>, disk: Disk = fs): void {
  const draft = new Draft(path, disk);
  try {
    for (const piece of typeof pieces === 'string' ? [pieces] : pieces) draft.write(piece);
    draft.finish();
  } catch (error) {
    draft.discard();
    throw error;
  }
}

/** The same of what comes piece by piece. @throws Error */
export async function writeStream(path: string, pieces: AsyncIterable<Piece>): Promise<void> {
  const draft = new Draft(path);
  try {
    for await (const piece of pieces) draft.write(piece);
    draft.finish();
  } catch (error) {
    draft.discard();
    throw error;
  }
}

/**
 * Adds to the end of a file, or leaves it as it was.
 * @throws Error naming the path
 */
export function appendWhole(path: string, text: string): void {
  const file = fs.openSync(path, 'a+');
  const { size } = fs.fstatSync(file);
  try {
    const last = Buffer.alloc(1);
    // A line that somebody left open is not continued.
    const isOpenLine = size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
    const bytes = Buffer.from(`${isOpenLine ? '\n' : ''}${text}`);
    for (let at = 0; at < bytes.length;) at += fs.writeSync(file, bytes, at);
  } catch (error) {
    fs.ftruncateSync(file, size);
    throw new Error(`"${path}" cannot be written: ${reasonOf(error)}`, { cause: error });
  } finally {
    fs.closeSync(file);
  }
}

/** Writes, renames and removes a draft, as a file there will be written. @throws Error with what it cannot */
export function tryDraft(folder: string): void {
  const [first, second] = [draftIn(folder), draftIn(folder)];
  try {
    fs.writeFileSync(first, '\n', { flag: 'wx' });
    fs.renameSync(first, second);
  } finally {
    for (const draft of [first, second]) fs.rmSync(draft, { force: true });
  }
}

/** 'a folder', in a sentence. */
export const kindOf = (found: fs.Stats): string =>
  found.isFile()
    ? 'a file'
    : found.isDirectory()
      ? 'a folder'
      : found.isFIFO()
        ? 'a pipe'
        : found.isSocket()
          ? 'a socket'
          : 'a device';

/** "EACCES: permission denied", without the operation that failed. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split(', ')[0] ?? '';
