/** A stored run on the screen again: its data, its document and, where they are still there, its weights. */
import { summaryOf, type DatasetSummary } from '../loading/describe-data';
import type { LabHost } from '../host';
import { isRunning } from '../phases';
import type { Progress } from '../progress';
import { fitsGraph } from './checkpoint';
import type { ReadParts } from './record';
import type { Run, RunStatus } from './run';
import type { SeriesChunk } from './series';
import { marksOf, type SnapshotMark } from './snapshots';

export interface OpenedRun {
  run: Run;
  series: SeriesChunk[];
  snapshots: SnapshotMark[];
  /** `paused` where the run had not ended, `done` where it had, `idle` where it has no weights. */
  progress: Progress;
  /** Of the data that is loaded now. */
  dataset: DatasetSummary | null;
  /** Why there are no weights: the data cannot be loaded again, or the checkpoint was dropped. */
  lacks: 'data' | 'checkpoint' | null;
}

type Stored = { run: Run } & ReadParts;

const RESTS: readonly RunStatus[] = ['paused', 'running'];
const GOES_ON: readonly RunStatus[] = [...RESTS, 'stopped', 'failed'];

/**
 * Ends what is under way: a run that trains before the data is loaded, one at rest after it.
 * @param stored as the keeper claimed it
 * @param goOn whether one that was stopped, or failed, is to rest as one that was paused does
 */
export async function openRun(host: LabHost, stored: Stored, goOn = false, signal?: AbortSignal): Promise<OpenedRun> {
  try {
    return await showing(host, stored, goOn, signal);
  } finally {
    // Without its weights it is not held: another tab may have more luck, or remove it.
    host.keeper.letGo(stored.run.id);
  }
}

async function showing(
  host: LabHost,
  stored: Stored,
  goOn: boolean,
  signal: AbortSignal | undefined,
): Promise<OpenedRun> {
  const { run, checkpoint, snapshots } = stored;
  const series = stored.series ?? [];
  if (isRunning(host.announcer.phase)) await host.runner.halt();
  const loaded = await host.dataOf(run.data, stored.upload, signal);
  await host.runner.halt();
  if (!loaded || !checkpoint || !fitsGraph(checkpoint, run, loaded.dataset)) {
    host.forgetWeights();
    host.runner.timeline.show(run.id, snapshots);
  } else if ((goOn ? GOES_ON : RESTS).includes(run.status) && host.hasDevice) {
    const training = await host.runner.resume(host.runInputs, { run, checkpoint, series, snapshots }, checkpoint.step);
    await training.atRest();
  } else {
    host.runner.timeline.show(run.id, snapshots);
    await host.keeper.goBackTo({ run, checkpoint, series, snapshots });
    host.revive();
  }
  if (loaded) host.needBaselines().besideRun(run);
  return {
    run,
    series,
    snapshots: marksOf(host.runner.timeline.all),
    progress: host.announcer.last,
    dataset: host.hasData ? summaryOf(host.needData()) : null,
    lacks: !loaded ? 'data' : host.keeper.current ? null : 'checkpoint',
  };
}
