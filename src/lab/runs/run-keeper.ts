/** All runs of this browser or folder, and the one whose weights are there: kept in memory and in the storage. */
import { detailOf, LabError, plainFailure, type LabFailure } from '../failure';
import type { Metrics } from '../evaluate/metrics';
import { bytesOf, type Checkpoint } from './checkpoint';
import { checkpointsToDrop, droppable } from './make-room';
import { readParts, readRun, type ReadParts } from './record';
import { storedForm } from './run-file';
import { testedMetrics, type Run } from './run';
import type { SeriesChunk } from './series';
import type { RunParts, RunStorage, Upload } from './storage';

/** The run whose weights are there. */
export interface Kept {
  run: Run;
  /** Null before the first one. */
  checkpoint: Checkpoint | null;
  /** Curves up to the checkpoint. */
  series: SeriesChunk[];
}

export interface KeeperPort {
  /** A run is new, or something of it has changed. */
  changed(run: Run): void;
  /** Nothing can be stored, or null: it can again. Said where it changes. */
  unsaved(failure: LabFailure | null): void;
}

export class RunKeeper {
  /** What a reload or a lost device goes on from. */
  current: Kept | null = null;
  private known: Promise<Map<string, Run>> | null = null;
  /** Stored, but of a newer version of the lab, or damaged. */
  unreadable = 0;
  /** Keys of uploads that need not be written again. */
  private readonly uploads = new Set<string>();
  private saidUnsaved = false;

  constructor(
    private readonly storage: RunStorage,
    private readonly port: KeeperPort,
  ) {}

  /** The newest first; the run that goes on is the only one that may be called running. */
  async list(): Promise<Run[]> {
    const stored = [...(await this.all()).values()].map((run): Run =>
      run.status === 'running' && run.id !== this.current?.run.id ? { ...run, status: 'paused' } : run,
    );
    return stored.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  limit(): Promise<number> {
    return this.storage.limit();
  }

  private all(): Promise<Map<string, Run>> {
    this.known ??= this.storage.list().then(
      (stored) => {
        const runs = stored.map(readRun).filter((run) => run !== null);
        this.unreadable = stored.length - runs.length;
        return new Map(runs.map((run) => [run.id, run]));
      },
      () => new Map<string, Run>(),
    );
    return this.known;
  }

  /** The current run from now on, as it is now; a new one is stored with its first checkpoint. */
  hold(kept: Kept): void {
    this.current = kept;
    this.port.changed(kept.run);
  }

  /** The current run as it is now. A full disk must not end it: that is said once, and the run goes on. */
  async save(
    change: Partial<Run>,
    checkpoint: Checkpoint,
    series: SeriesChunk[],
    upload: Upload | null,
  ): Promise<void> {
    if (!this.current) return;
    const old = this.current.run;
    const run: Run = {
      ...old,
      // Figures are of the weights that were tested.
      evaluated: checkpoint.step === old.step ? old.evaluated : null,
      ...change,
      step: checkpoint.step,
      checkpointBytes: bytesOf(checkpoint),
    };
    this.hold({ run, checkpoint, series });
    await this.tryTo(async () => {
      const key = run.data.upload;
      const isNew = key !== null && !this.uploads.has(key);
      await this.makeRoom(run);
      await this.write(run, { series, checkpoint, ...(upload && isNew ? { upload } : {}) });
      if (key !== null) this.uploads.add(key);
      await this.storage.setCurrent(run.id);
    });
  }

  /** Something of the current run, written with its next checkpoint. */
  note(change: Partial<Run>): void {
    if (this.current) this.hold({ ...this.current, run: { ...this.current.run, ...change } });
  }

  /** Something of the current run, written at once; its checkpoint stays as it is. */
  async keepFigures(change: Partial<Run>, series?: SeriesChunk[]): Promise<void> {
    const { current } = this;
    if (!current) return;
    const run: Run = { ...current.run, ...change };
    this.hold({ ...current, run });
    await this.tryTo(() => this.write(run, series ? { series } : {}));
  }

  /** A stored run is the current one again. */
  async goBackTo(kept: Kept): Promise<void> {
    this.hold(kept);
    await this.tryTo(() => this.storage.setCurrent(kept.run.id));
  }

  /** @throws LabError where there is no such run; DOMException where it cannot be written */
  async change(id: string, change: Partial<Run>): Promise<Run> {
    const run: Run = { ...(await this.find(id)), ...change };
    if (this.current?.run.id === id) this.current = { ...this.current, run };
    if ((await this.all()).has(id)) await this.write(run, {});
    this.port.changed(run);
    return run;
  }

  /** A run that was not trained here; stored at once. */
  async add(run: Run, series: SeriesChunk[]): Promise<void> {
    await this.write(run, { series, checkpoint: null });
    this.port.changed(run);
  }

  /** Figures on the test part of the weights of a step; empty where those were not tested. */
  testedAt(step: number): Metrics {
    const { current } = this;
    return current && current.run.step === step ? testedMetrics(current.run) : {};
  }

  /** @throws LabError where there is no such run */
  async find(id: string): Promise<Run> {
    const run = this.current?.run.id === id ? this.current.run : (await this.all()).get(id);
    if (!run) throw new LabError('run-gone', `there is no run "${id}"`);
    return run;
  }

  /** @throws LabError where there is no such run */
  async read(id: string): Promise<{ run: Run } & ReadParts> {
    const run = await this.find(id);
    return { run, ...readParts(await this.storage.read(run)) };
  }

  /** The run a reload goes on with, or null. */
  async last(): Promise<({ run: Run } & ReadParts) | null> {
    const id = await this.storage.current().catch(() => null);
    return id !== null && (await this.all()).has(id) ? this.read(id) : null;
  }

  async remove(id: string): Promise<void> {
    await this.storage.remove(id);
    // The upload may have gone with it.
    this.uploads.clear();
    (await this.all()).delete(id);
    if (this.current?.run.id === id) await this.leave();
  }

  /** No run is the current one any more; all stay stored. */
  async leave(): Promise<void> {
    this.current = null;
    // Nothing is lost where a storage does not take this.
    await this.storage.setCurrent(null).catch(() => undefined);
  }

  private async write(run: Run, parts: Partial<RunParts>): Promise<void> {
    const all = await this.all();
    for (;;) {
      try {
        await this.storage.write(storedForm(run), parts);
        all.set(run.id, run);
        return;
      } catch (error) {
        const [oldest] = isFull(error) ? droppable([...all.values()], run.id) : [];
        if (!oldest) throw error;
        await this.dropCheckpoint(oldest);
      }
    }
  }

  private async makeRoom(run: Run): Promise<void> {
    const all = new Map(await this.all()).set(run.id, run);
    for (const old of checkpointsToDrop([...all.values()], run.id, await this.storage.limit()))
      await this.dropCheckpoint(old);
  }

  private async dropCheckpoint(old: Run): Promise<void> {
    const run = { ...old, checkpointBytes: 0 };
    await this.storage.write(storedForm(run), { checkpoint: null });
    (await this.all()).set(run.id, run);
    this.port.changed(run);
  }

  private async tryTo(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (this.saidUnsaved) this.port.unsaved(null);
      this.saidUnsaved = false;
    } catch (error) {
      if (!this.saidUnsaved) this.port.unsaved(notStored(error));
      this.saidUnsaved = true;
    }
  }
}

const isFull = (error: unknown): boolean => detailOf(error).name === 'QuotaExceededError';

const notStored = (error: unknown): LabFailure =>
  plainFailure(isFull(error) ? 'storage-full' : 'storage-refused', detailOf(error));
