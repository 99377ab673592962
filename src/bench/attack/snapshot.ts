/** What lies in a folder, so that it can be told afterwards what a command did to it. */
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from './attack';

/** Of larger files the times are compared, not the bytes. */
const MOST_BYTES = 2 ** 25;

interface Entry {
  /** Kind and permissions. */
  mode: number;
  content: string;
}

/** By path in the folder. */
export type Snapshot = ReadonlyMap<string, Entry>;

export function snapshotOf(folder: string, inside = ''): Snapshot {
  const entries = new Map<string, Entry>();
  for (const name of readdirSync(join(folder, inside))) {
    const path = join(inside, name);
    const whole = join(folder, path);
    const found = lstatSync(whole);
    if (found.isDirectory()) for (const [key, entry] of snapshotOf(folder, path)) entries.set(key, entry);
    const content = found.isSymbolicLink()
      ? readlinkSync(whole)
      : !found.isFile()
        ? `${found.rdev}`
        : found.size > MOST_BYTES
          ? `${found.size} ${found.mtimeMs} ${found.ino}`
          : createHash('sha256').update(readFileSync(whole)).digest('hex');
    entries.set(path, { mode: found.mode, content });
  }
  return entries;
}

export function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const changes: Change[] = [];
  for (const [name, { mode, content }] of after) {
    const old = before.get(name);
    if (!old) changes.push({ name, what: 'new' });
    else if (old.mode !== mode) changes.push({ name, what: 'mode' });
    else if (old.content !== content) changes.push({ name, what: 'changed' });
  }
  for (const name of before.keys()) if (!after.has(name)) changes.push({ name, what: 'gone' });
  return changes;
}
