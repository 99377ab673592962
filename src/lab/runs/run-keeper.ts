/** All runs of this browser or folder, and the one whose weights are there: kept in memory and in the storage. */
import { detailOf, LabError, type LabFailure } from '../failure';
import type { Metrics } from '../evaluate/metrics';
import { isFull, notStored, storageCode } from '../storage-failure';
import type { Snapshot } from '../formats/snapshot/format';
import { bytesOf, isSame, type Checkpoint } from './checkpoint';
import { pieceSince } from './curve-pieces';
import type { RunLocks } from './locks';
import { checkpointsToDrop, droppable } from './make-room';
import { readParts, readRun, type ReadParts } from './record';
import { storedForm } from './run-file';
import { testedMetrics, type Run } from './run';
import type { SeriesChunk } from './series';
import { snapshotPieceSince } from './snapshots';
import type { RunParts, RunStorage, Upload } from './storage';

/** The run whose weights are there. */
export interface Kept {
  run: Run;
  /** Null before the first one. */
  checkpoint: Checkpoint | null;
  /** Curves up to the checkpoint. */
  series: SeriesChunk[];
  /** Left out: none. */
  snapshots?: Snapshot[];
}

/** The run that this tab goes on with after a reload. `checkpoint`: it has something to go on from. */
export interface Own {
  run: string | null;
  checkpoint: boolean;
}

export interface KeeperPort {
  /** A run is new, or something of it has changed. */
  changed(run: Run): void;
  /** Said where it changes. */
  own(own: Own): void;
  /** What is trained is not stored, as far as is known; null: it is. Said where it changes. */
  unsaved(failure: LabFailure | null): void;
}

export class RunKeeper {
  private held: Kept | null = null;
  /** Stored, but of a newer version of the lab, or damaged. */
  unreadable = 0;
  /** The current run as it is stored; null where it is not. */
  private stored: Omit<Kept, 'run'> | null = null;
  /** The run that was claimed last, as it is stored. */
  private claimed: Kept | null = null;
  /** Of the current run, what its record speaks of and the storage does not have. */
  private lacking: Partial<RunParts> = {};
  /** Why the storage could not be read, and why the last save came to nothing. */
  private trouble: Record<'reading' | 'saving', LabFailure | null> = { reading: null, saving: null };
  /** Saves keep their order. */
  private line: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly storage: RunStorage,
    private readonly locks: RunLocks,
    private readonly port: KeeperPort,
  ) {}

  /** What a reload or a lost device goes on from. No other tab opens, changes or removes it meanwhile. */
  get current(): Kept | null {
    return this.held;
  }

  /** The newest first, as other tabs left them, too. `elsewhere`: those that other tabs have open. */
  async list(): Promise<{ runs: Run[]; elsewhere: ReadonlySet<string> }> {
    const [stored, elsewhere] = await Promise.all([
      this.all().catch(() => new Map<string, Run>()),
      this.locks.elsewhere(),
    ]);
    if (this.held) stored.set(this.held.run.id, this.held.run);
    const runs = [...stored.values()].map((run): Run =>
      run.status === 'running' && run.id !== this.held?.run.id && !elsewhere.has(run.id)
        ? { ...run, status: 'paused' }
        : run,
    );
    return { runs: runs.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt)), elsewhere };
  }

  limit(): Promise<number> {
    return this.storage.limit();
  }

  private async all(): Promise<Map<string, Run>> {
    const stored = await this.storage.list().catch((error: unknown) => {
      this.know({ reading: notStored(error) });
      throw refused(error);
    });
    this.know({ reading: null });
    const runs = stored.map(readRun).filter((run) => run !== null);
    this.unreadable = stored.length - runs.length;
    return new Map(runs.map((run) => [run.id, run]));
  }

  /** The current run from now on, as it is now; a new one is stored with its first checkpoint. */
  hold(kept: Kept): void {
    const before = this.held;
    this.held = kept;
    if (before?.run.id !== kept.run.id) {
      if (before) this.locks.release(before.run.id);
      // Nobody else has a new run, and who opens a stored one has taken it before.
      void this.locks.take(kept.run.id);
      this.stored = this.claimed?.run.id === kept.run.id ? this.claimed : null;
      this.claimed = null;
      this.lacking = {};
    }
    this.port.changed(kept.run);
    this.sayOwn(before);
  }

  private sayOwn(before: Kept | null): void {
    const own = ownOf(this.held);
    const { run, checkpoint } = ownOf(before);
    if (own.run !== run || own.checkpoint !== checkpoint) this.port.own(own);
  }

  /** The current run as it is now. A full disk must not end it: that is said, and the run goes on. */
  async save(
    change: Partial<Run>,
    { checkpoint, series, snapshots = [] }: Omit<Kept, 'run'> & { checkpoint: Checkpoint },
    upload: Upload | null,
  ): Promise<void> {
    if (!this.held) return;
    const old = this.held.run;
    const run: Run = {
      ...old,
      // Figures are of the weights that were tested.
      evaluated: checkpoint.step === old.step ? old.evaluated : null,
      ...change,
      step: checkpoint.step,
      checkpointBytes: bytesOf(checkpoint),
    };
    this.hold({ run, checkpoint, series, snapshots });
    const before = this.stored?.checkpoint;
    this.lacking = before && isSame(before, checkpoint) ? {} : { checkpoint, ...(upload ? { upload } : {}) };
    await this.store();
    // Nothing is lost where only this is not stored.
    await this.storage.setLast(run.id).catch(() => undefined);
  }

  /** Something of the current run, written with its next checkpoint. */
  note(change: Partial<Run>): void {
    if (this.held) this.hold({ ...this.held, run: { ...this.held.run, ...change } });
  }

  /** Something of the current run, written at once; its checkpoint stays as it is. */
  async keepFigures(change: Partial<Run>, series?: SeriesChunk[]): Promise<void> {
    const { held } = this;
    if (!held) return;
    const run: Run = { ...held.run, ...change };
    this.hold({ ...held, run });
    await this.store(series);
  }

  /**
   * The current run, with all that the storage lacks of it: no record speaks of a checkpoint that is not there.
   * @param longer curves that reach beyond the checkpoint
   */
  private store(longer?: SeriesChunk[]): Promise<void> {
    const id = this.held?.run.id;
    return this.inLine(async () => {
      try {
        if (this.lacking.checkpoint) await this.makeRoom();
        const { held, lacking } = this;
        if (!held || held.run.id !== id) return;
        const series = longer ?? held.series;
        const curves = pieceSince(this.stored?.series ?? [], series);
        const taken = held.snapshots ?? [];
        const snapshots = snapshotPieceSince(this.stored?.snapshots ?? [], taken);
        await this.write(held.run, { ...lacking, ...(curves ? { curves } : {}), ...(snapshots ? { snapshots } : {}) });
        this.know({ reading: null, saving: null });
        if (this.held?.run.id !== id) return;
        this.stored = { series, snapshots: taken, checkpoint: lacking.checkpoint ?? this.stored?.checkpoint ?? null };
        if (this.lacking === lacking) this.lacking = {};
      } catch (error) {
        this.know({ saving: notStored(error) });
      }
    });
  }

  private inLine<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.line.then(work);
    this.line = mine.catch(() => undefined);
    return mine;
  }

  /** A stored run, which was claimed, is the current one again. */
  async goBackTo(kept: Kept): Promise<void> {
    this.hold(kept);
    this.know({ saving: null });
    await this.storage.setLast(kept.run.id).catch(() => undefined);
  }

  /** @throws LabError where there is no such run, another tab has it, or it cannot be written */
  change(id: string, change: Partial<Run>): Promise<Run> {
    return this.alone(id, async () => {
      if (this.held?.run.id === id) {
        this.note(change);
        // One that took no step is stored with its first.
        if (this.held.checkpoint || this.stored) await this.store();
        return this.held.run;
      }
      const run: Run = { ...(await this.find(id)), ...change };
      await this.write(run, {}).catch(refuse);
      this.port.changed(run);
      return run;
    });
  }

  /** A run that was not trained here; stored at once. One that is there already stays as it is. */
  async add(run: Run, series: SeriesChunk[]): Promise<Run> {
    const known = (await this.all()).get(run.id);
    if (known) return known;
    const curves = pieceSince([], series);
    await this.write(run, { checkpoint: null, ...(curves ? { curves } : {}) }).catch(refuse);
    this.port.changed(run);
    return run;
  }

  /** Figures on the test part of the weights of a step; empty where those were not tested. */
  testedAt(step: number): Metrics {
    return this.held && this.held.run.step === step ? testedMetrics(this.held.run) : {};
  }

  private async find(id: string): Promise<Run> {
    const run = this.held?.run.id === id ? this.held.run : (await this.all()).get(id);
    if (!run) throw new LabError('run-gone', `there is no run "${id}"`);
    return run;
  }

  /** The step that the weights of a run are of. @throws LabError where there is no such run */
  async stepOf(id: string): Promise<number> {
    return (await this.find(id)).step;
  }

  /** @throws LabError where there is no such run */
  async read(id: string): Promise<{ run: Run } & ReadParts> {
    const run = await this.find(id);
    return { run, ...readParts(await this.storage.read(run).catch(refuse)) };
  }

  /**
   * Reads a run and keeps other tabs from it, until `letGo` or another one is held.
   * @throws LabError where there is no such run, or another tab has it
   */
  async claim(id: string): Promise<{ run: Run } & ReadParts> {
    if (!(await this.locks.take(id))) throw isElsewhere(id);
    try {
      const stored = await this.read(id);
      this.claimed = { ...stored, series: stored.series ?? [] };
      return stored;
    } catch (error) {
      this.letGo(id);
      throw error;
    }
  }

  /** Unless it has become the current one. */
  letGo(id: string): void {
    if (this.claimed?.run.id === id) this.claimed = null;
    if (this.held?.run.id !== id) this.locks.release(id);
  }

  /**
   * Claims the run a tab goes on with, or null: where there is none that can go on, or another tab has it.
   * @param own the tab's run before the reload; null where it had none; undefined for a new tab, which goes on with the
   *   run that any tab had last
   */
  async last(own: string | null | undefined): Promise<({ run: Run } & ReadParts) | null> {
    if (own === null) return null;
    try {
      const id = own ?? (await this.lastOfAll());
      if (!id || !(await this.locks.take(id, own !== undefined))) return null;
      const stored = await this.claim(id);
      if (stored.checkpoint) return stored;
      this.letGo(id);
    } catch {
      // A storage that is closed is as good as empty.
    }
    return null;
  }

  private async lastOfAll(): Promise<string | undefined> {
    const [id, { runs }] = await Promise.all([this.storage.last(), this.list()]);
    const there = runs.find((run) => run.id === id) ?? runs.find(({ checkpointBytes }) => checkpointBytes > 0);
    return there?.id;
  }

  /** @throws LabError where another tab has it */
  async remove(id: string): Promise<void> {
    if (this.held?.run.id === id) this.leave();
    await this.alone(id, () => this.storage.remove(id).catch(refuse));
  }

  /** No run is the current one any more; all stay stored. */
  leave(): void {
    const before = this.held;
    this.held = null;
    this.know({ saving: null });
    if (before) this.locks.release(before.run.id);
    this.sayOwn(before);
  }

  /** @throws LabError where another tab has the run */
  private async alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (!(await this.locks.take(id))) throw isElsewhere(id);
    try {
      return await work();
    } finally {
      if (this.claimed?.run.id !== id) this.letGo(id);
    }
  }

  private async write(run: Run, parts: Partial<RunParts>): Promise<void> {
    for (;;) {
      try {
        await this.storage.write(storedForm(run), parts);
        return;
      } catch (error) {
        if (!isFull(error) || !(await this.dropOldest(run).catch(() => false))) throw error;
      }
    }
  }

  /** False where no checkpoint may go. */
  private async dropOldest(written: Run): Promise<boolean> {
    const [oldest] = droppable([...(await this.all()).values()], await this.notToDrop(written));
    if (oldest) await this.dropCheckpoint(oldest);
    return oldest !== undefined;
  }

  /** As far as can be: a save does not fail by what did not make room for it. */
  private async makeRoom(): Promise<void> {
    try {
      const limit = await this.storage.limit();
      const written = this.held?.run;
      if (!written || limit === Infinity) return;
      const all = (await this.all()).set(written.id, written);
      for (const old of checkpointsToDrop([...all.values()], await this.notToDrop(written), limit))
        await this.dropCheckpoint(old);
    } catch {
      // The write itself says whether there is room.
    }
  }

  /** Besides the pinned ones: what is written, and what other tabs have open. */
  private async notToDrop({ id }: Run): Promise<ReadonlySet<string>> {
    const opening = this.claimed ? [this.claimed.run.id] : [];
    return new Set([...(await this.locks.elsewhere()), ...opening, id]);
  }

  private async dropCheckpoint(old: Run): Promise<void> {
    const run = { ...old, checkpointBytes: 0 };
    await this.alone(old.id, () => this.storage.write(storedForm(run), { checkpoint: null }));
    this.port.changed(run);
  }

  private know(news: Partial<RunKeeper['trouble']>): void {
    const before = this.trouble.saving ?? this.trouble.reading;
    this.trouble = { ...this.trouble, ...news };
    const now = this.trouble.saving ?? this.trouble.reading;
    if (now?.code !== before?.code) this.port.unsaved(now);
  }
}

const ownOf = (held: Kept | null): Own => ({
  run: held?.run.id ?? null,
  checkpoint: held !== null && held.checkpoint !== null,
});

const isElsewhere = (id: string): LabError => new LabError('run-elsewhere', `another tab has the run "${id}" open`);

/** As the answer to a question. */
const refused = (error: unknown): LabError =>
  error instanceof LabError ? error : new LabError(storageCode(error), detailOf(error).message);
const refuse = (error: unknown): never => {
  throw refused(error);
};
