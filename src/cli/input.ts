/** Files and JSON a person names on the command line. */
import { openAsBlob, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Flags } from './flags';
import { UsageError } from './usage-error';

/** The file as the page would get it: read in pieces, never whole. @throws UsageError */
export async function openFile(flag: string, path: string): Promise<File> {
  checkReadable(flag, path);
  return new File([await openAsBlob(path)], basename(path));
}

/** @throws UsageError */
export function readText(flag: string, path: string): string {
  checkReadable(flag, path);
  return readFileSync(path, 'utf8');
}

/** @throws UsageError */
export function readJson(flag: string, path: string): unknown {
  try {
    return JSON.parse(readText(flag, path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${flag}: "${path}" is not JSON: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    );
  }
}

export const FILE_FLAGS = ['log', 'items', 'users', 'graph', 'weights'] as const satisfies readonly (keyof Flags)[];

/** Every file a command will read, before it does anything. @throws UsageError */
export function checkFiles(flags: Flags): void {
  for (const flag of FILE_FLAGS) if (flags[flag] !== undefined) checkReadable(`--${flag}`, flags[flag]);
}

function checkReadable(flag: string, path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`${flag}: there is no file "${path}"`);
  if (found.isDirectory()) throw new UsageError(`${flag}: "${path}" is a folder, not a file`);
}
