/** `train --resume`: which run goes on, and with which data. */
import { LabError, plainFailure } from '../../../lab/failure';
import type { Run } from '../../../lab/runs/run';
import { failureSentence } from '../../../words/sentences';
import { readArguments } from '../../arguments';
import { dataArguments, type Flags } from '../../flags';
import { checkFiles } from '../../input';
import { checkOutputs } from '../../output';
import { checkpointHeader, type FoundRun, runsIn } from '../../run-folder';
import { speech } from '../../speech';
import { reasonOf } from '../../whole-file';
import { UsageError } from '../../usage-error';

export interface Resumed {
  run: Run;
  /** Those that were given, and those the run began with where they say nothing. */
  flags: Flags;
}

/** @throws UsageError where there is no such run, or nothing it could go on from */
export function runToResume(given: Flags): Resumed {
  const folder = given['run-dir']!;
  const found = attempt(folder, () => runsIn(folder));
  const run = given.resume ? runCalled(given.resume, found, folder) : newestUnfinished(found, folder);
  const header = attempt(run.id, () => checkpointHeader(folder, run.id));
  if (!header)
    throw new UsageError(
      `--resume: the run "${run.id}" has no checkpoint in "${folder}": it ended before its first one, or its weights were written to a file`,
    );
  const stored = flagsOf(header.command);
  const flags = flagsOf(dataArguments({ ...stored, ...given }), given);
  checkFiles(flags);
  checkOutputs(flags, ['out']);
  return { run, flags };
}

/** Data that is another than that of the run is refused. @throws UsageError */
export function refuseOtherData({ id, data }: Run, { name, fingerprint }: { name: string; fingerprint: string }): void {
  if (data.fingerprint !== fingerprint)
    throw new UsageError(
      `--resume: "${name}" is not the data the run "${id}" was trained on: a file has changed since, or a flag reads it in another way (fingerprint ${fingerprint.slice(0, 12)}…, the run's is ${data.fingerprint.slice(0, 12)}…)`,
    );
}

/** Checked as if they had been typed. */
function flagsOf(command: readonly string[], beside: Flags = {}): Flags {
  const read = readArguments(['train', ...command]);
  return 'help' in read ? beside : { ...beside, ...read.flags };
}

function runCalled(id: string, found: readonly FoundRun[], folder: string): Run {
  const run = found.find((one) => one.run?.id === id)?.run;
  if (!run) throw new UsageError(`--resume: there is no run "${id}" in "${folder}"`);
  return run;
}

function newestUnfinished(found: readonly FoundRun[], folder: string): Run {
  const [newest] = found
    .flatMap(({ run }) => (run && !run.result && !run.evaluated && run.status !== 'diverged' ? [run] : []))
    .filter(({ id }) => hasCheckpoint(folder, id))
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  if (!newest) throw new UsageError(`--resume: no run in "${folder}" can go on`);
  return newest;
}

/** One that can be read. */
function hasCheckpoint(folder: string, id: string): boolean {
  try {
    return checkpointHeader(folder, id) !== null;
  } catch {
    return false;
  }
}

/** @throws UsageError where a file of the folder cannot be read */
function attempt<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason =
      error instanceof LabError ? failureSentence(plainFailure(error.code, {}, error.values), speech) : reasonOf(error);
    throw new UsageError(`--resume: "${what}" cannot be read: ${reason}`);
  }
}
