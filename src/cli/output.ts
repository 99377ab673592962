/** What leaves a command: text on stdout, and the places of files, looked at before anything is read. */
import { accessSync, constants, existsSync, fstatSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { FlagName, Flags } from './flags';
import { FILE_FLAGS } from './input';
import { speech } from './speech';
import { UsageError } from './usage-error';
import { kindOf, reasonOf, tryDraft } from './whole-file';

export const print = (text: string) => void process.stdout.write(`${text}\n`);

/** Says before a long run what would fail after it, for each of the files it is to write. @throws UsageError */
export function checkOutputs(flags: Flags, written: readonly FlagName[]): void {
  for (const flag of written) if (typeof flags[flag] === 'string') checkWritable(`--${flag}`, flags[flag], flags);
}

/**
 * A regular file or nothing is there, it is none that the command reads, and a draft can be written beside it.
 * @param inputs files the command reads
 * @throws UsageError
 */
export function checkWritable(flag: string, path: string, inputs: Flags = {}): void {
  const refuse = (reason: string): never => {
    throw new UsageError(`${flag}: "${path}" ${reason}`);
  };
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      return refuse(`cannot be written: ${reasonOf(error)}`);
    }
  };
  const found = attempt(() => statSync(path, { throwIfNoEntry: false }));
  if (found && !found.isFile()) refuse(`is ${kindOf(found)}, not a file`);
  if (found) refuseTaken(path, inputs, refuse);
  const folder = dirname(resolve(path));
  if (!existsSync(folder))
    throw new UsageError(`${flag}: there is no folder "${folder}" to write "${basename(path)}" into`);
  if (found) attempt(() => accessSync(path, constants.W_OK));
  attempt(() => tryDraft(folder));
}

/**
 * What is written lies beside the file it replaces until it is whole.
 * @throws UsageError
 */
export function checkSpace(flag: string, path: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(dirname(resolve(path)));
  const free = bavail * bsize;
  if (bytes > free)
    throw new UsageError(
      `${flag}: "${path}" will have ${speech.bytes(bytes)}, and only ${speech.bytes(free)} are free there`,
    );
}

/** By what they are, not by what they are called: a file may have several names. */
function refuseTaken(path: string, inputs: Flags, refuse: (reason: string) => never): void {
  const nameOf = ({ dev, ino }: { dev: bigint; ino: bigint }): string => `${dev} ${ino}`;
  const own = nameOf(statSync(path, { bigint: true }));
  for (const flag of FILE_FLAGS) {
    const input =
      inputs[flag] === undefined ? undefined : statSync(inputs[flag], { bigint: true, throwIfNoEntry: false });
    if (input && nameOf(input) === own) refuse(`is the file of --${flag}, which would be replaced`);
  }
  for (const [stream, name] of [
    [1, 'stdout'],
    [2, 'stderr'],
  ] as const)
    if (nameOf(fstatSync(stream, { bigint: true })) === own) refuse(`is where ${name} goes`);
}

/**
 * Makes the folder of a command that writes several files, and tries whether it can.
 * @throws UsageError where something else is in the way
 */
export function prepareFolder(flag: string, path: string): void {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found && !found.isDirectory()) throw new UsageError(`${flag}: "${path}" is ${kindOf(found)}, not a folder`);
    mkdirSync(path, { recursive: true });
    tryDraft(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${flag}: nothing can be written into "${path}": ${reasonOf(error)}`);
  }
}
