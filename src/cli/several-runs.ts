/** Several runs of one command, trained one after the other; what a folder has of them is not trained again. */
import { statSync } from 'node:fs';
import type { DatasetSummary } from '../lab/loading/describe-data';
import type { Lab } from '../lab/protocol';
import type { RunAsked } from '../lab/runs/new-run';
import { testedMetrics, type Run } from '../lab/runs/run';
import { sameDocument } from '../lab/stores/graph';
import type { Flags } from './flags';
import type { Opened } from './headless';
import { runsIn } from './run-folder';
import { say } from './terminal';
import { trainToEnd } from './training';

export interface WantedRun extends RunAsked {
  /** What lines on stderr call it. */
  name: string;
}

/**
 * Runs of the folder that came to their end on this data, and on this teacher: a graph knows it by the name of its file
 * alone, so what began before that file was written, or put there, may have learnt from another.
 */
export function doneIn(
  { 'run-dir': folder, teacher }: Pick<Flags, 'run-dir' | 'teacher'>,
  { fingerprint }: DatasetSummary,
): Run[] {
  if (folder === undefined) return [];
  const since = teacher === undefined ? -Infinity : statSync(teacher).ctimeMs;
  return runsIn(folder).flatMap(({ run }) =>
    run?.result && run.data.fingerprint === fingerprint && Date.parse(run.startedAt) > since ? [run] : [],
  );
}

const knownOf = (known: readonly Run[], { graph, settings }: RunAsked): Run | undefined =>
  known.find((run) => sameDocument({ graph: run.graph, settings: run.settings }, { graph, settings }));

/** What cannot begin is refused before any of them does. @param known as in `trainEach`. @throws LabRefusal */
export async function checkEach(lab: Lab, wanted: readonly WantedRun[], known: readonly Run[]): Promise<void> {
  for (const { name: _, ...asked } of wanted) if (!knownOf(known, asked)) await lab.ask('checkRun', asked);
}

/**
 * @param known runs that are taken where they are of the same document
 * @param after each run that was trained
 * @returns the runs as they are stored, one for each that is wanted; null where it was ended before
 */
export async function trainEach(
  { lab, interruption }: Opened,
  wanted: readonly WantedRun[],
  known: readonly Run[],
  { 'run-dir': folder }: Flags,
  after: () => Promise<unknown> = async () => undefined,
): Promise<Run[] | null> {
  const done: Run[] = [];
  const tell = (): void => {
    interruption.outcome = `stopped; ${done.length} of ${wanted.length} runs are done${folder === undefined ? '' : '; the same command goes on with the rest'}`;
  };
  interruption.rescue = async () => tell();
  for (const { name, ...asked } of wanted) {
    const before = knownOf(known, asked);
    if (!before) say(`${name}: run ${done.length + 1} of ${wanted.length}`);
    const run = before ?? (await trainOne(lab, asked, after));
    if (run) done.push(run);
    tell();
    if (!run || (interruption.signal && done.length < wanted.length)) return null;
    say(`${name}: ${before ? 'trained before' : `NDCG@10 ${testedMetrics(run)['ndcg@10']?.toFixed(4)}`}`);
  }
  return done;
}

/** Null where it did not come to its end. */
async function trainOne(lab: Lab, asked: RunAsked, after: () => Promise<unknown>): Promise<Run | null> {
  let last: Run | null = null;
  const unlisten = lab.on('run', (run) => {
    last = run;
  });
  try {
    const { result } = await trainToEnd(lab, () => lab.ask('start', asked));
    if (result) await after();
    return result && last;
  } finally {
    unlisten();
  }
}
