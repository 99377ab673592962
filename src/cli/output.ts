/** What leaves a command: text on stdout, files that appear whole or not at all. */
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './usage-error';

export const print = (text: string) => void process.stdout.write(`${text}\n`);

/** Says before a long run what would fail after it. @throws UsageError */
export function checkWritable(flag: string, path: string): void {
  const folder = dirname(resolve(path));
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`${flag}: "${path}" is a folder, not a file`);
  if (!existsSync(folder))
    throw new UsageError(`${flag}: there is no folder "${folder}" to write "${basename(path)}" into`);
  try {
    accessSync(existsSync(path) ? path : folder, constants.W_OK);
  } catch {
    throw new UsageError(`${flag}: "${path}" is not writable`);
  }
}

/** A reader sees the old file or the new one, never half of it. */
export function writeWhole(path: string, content: string): void {
  const draft = join(dirname(resolve(path)), `.${basename(path)}.${process.pid}`);
  try {
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Makes the folder of a command that writes several files. @throws UsageError where something else is in the way. */
export function prepareFolder(flag: string, path: string): void {
  if (existsSync(path) && !statSync(path).isDirectory())
    throw new UsageError(`${flag}: "${path}" is a file, not a folder`);
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `${flag}: "${path}" cannot be created: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
