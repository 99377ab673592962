/** What a reload or a lost device goes on from: the last checkpoint, in memory and in the storage. */
import type { Settings, TowerGraph } from '../model/document/graph';
import type { Loaded } from './sources';
import type { Checkpoint, RunStorage, StoredRun } from './storage';
import { readStoredRun } from './stored-run';
import type { Baselines } from './evaluate/baseline-figures';
import type { Metrics } from './evaluate/metrics';
import { detailOf, plainFailure, type LabFailure } from './failure';
import type { Ending, Phase } from './progress';
import type { SeriesChunk } from './series';

export interface Kept {
  graph: TowerGraph;
  settings: Settings;
  checkpoint: Checkpoint;
  /** Curves up to the checkpoint. */
  series: SeriesChunk[];
  /** How the run ended; null where it has not, or nobody knows any more. */
  ending: Ending | null;
}

export class RunKeeper {
  last: Kept | null = null;
  private saidUnsaved = false;

  constructor(
    private readonly storage: RunStorage,
    private readonly unsaved: (failure: LabFailure) => void,
  ) {}

  async keep(
    kept: Kept,
    { source, files, dataset }: Loaded,
    run: { phase: Phase; baselines: Baselines; metrics: Metrics },
  ): Promise<void> {
    this.last = kept;
    const { ending: _, ...stored } = kept;
    await this.tryTo(() =>
      this.storage.save({
        version: 1,
        source,
        files: files?.files ?? null,
        dialects: files?.dialects ?? {},
        fingerprint: dataset.fingerprint,
        ...stored,
        ...run,
      }),
    );
  }

  /** The stored run, or null where there is none that this version can read. */
  async load(): Promise<StoredRun | null> {
    return readStoredRun(await this.storage.load().catch(() => null));
  }

  async forget(): Promise<void> {
    this.last = null;
    await this.tryTo(() => this.storage.clear());
  }

  /** A full disk must not end a run; it is said once, and the run goes on. */
  private async tryTo(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.saidUnsaved) this.unsaved(notStored(error));
      this.saidUnsaved = true;
    }
  }
}

function notStored(error: unknown): LabFailure {
  const detail = detailOf(error);
  return plainFailure(detail.name === 'QuotaExceededError' ? 'storage-full' : 'storage-refused', detail);
}
