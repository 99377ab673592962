/**
 * The lab in process, behind the `Lab` interface: data, weights and device, and the order in which they may change.
 * What one may ask of it stands in `commands/`, a file for each. It does not know whether it stands in a worker or in
 * Node: it gets a storage port and a way to count baselines, and publishes events.
 *
 * What changes data, weights or device waits in one line (`inTurn`), so that no two of them meet; what ends or rests a
 * run does not wait.
 */
import { NoGpuError, openCpu, openDevice, type Device } from '../engine/device';
import { countDispatches } from '../engine/run-kernel';
import type { Settings, TowerGraph } from '../model/document/graph';
import { Announcer, AT_REST } from './announcer';
import type { Command } from './command';
import { infoOf, type DeviceInfo } from './device-info';
import { BaselineCount, type CountBaselines } from './evaluate/baseline-count';
import { LabError, LabRefusal } from './failure';
import { joined, PARTS, type BothParts } from './evaluate/baseline-figures';
import { takingTurns } from './turns';
import type { LiveModel } from './training/live-model';
import { isRunning } from './phases';
import type { Answer, Ask, Commands, Events, Lab } from './protocol';
import { baselinesFailed, failureOf } from './error-to-failure';
import { memoryLocks, type RunLocks } from './runs/locks';
import { RunKeeper } from './runs/run-keeper';
import type { RunData } from './runs/run';
import type { RunStorage, Upload } from './runs/storage';
import { Runner, type RunInputs } from './runner';
import type { ImportStep } from './transfer/import-weights';
import { Sources, type Loaded, type ReportLoading } from './loading/sources';
import { CompileAhead } from './training/compile-ahead';
import type { Training } from './training/training';
import { unlessAborted, Waits, type Watch } from './waits';

const commands = new Map<string, Command<keyof Commands>>(
  Object.values(import.meta.glob<Command<keyof Commands>>('./commands/*.ts', { eager: true, import: 'default' })).map(
    (command) => [command.id, command],
  ),
);

export interface LabOptions {
  gpu: GPU | undefined;
  storage: RunStorage;
  /** Left out where this is the only lab over its storage. */
  locks?: RunLocks;
  baselines: CountBaselines;
  /** Count baselines as soon as there is something that they stand beside; else when they are asked for. */
  eagerBaselines: boolean;
  /** Runs keep snapshots for a timeline; left out: they do not. */
  snapshots?: boolean;
}

/** Disposed of when the promise resolves: another lab of this process may then have the device. */
export type LocalLab = Lab & { dispose(): Promise<void> };

export function createLab(options: LabOptions): LocalLab {
  return new LabHost(options);
}

export class LabHost implements LocalLab {
  readonly announcer = new Announcer();
  readonly sources = new Sources();
  readonly keeper: RunKeeper;
  readonly runner: Runner;
  private readonly ahead = new CompileAhead();
  private device: Device | null = null;
  private loaded: Loaded | null = null;
  private baselines: BaselineCount | null = null;
  readonly waits = new Waits((wait, fraction) => this.announcer.publish('waiting', { wait, fraction }));
  private line: Promise<unknown> = Promise.resolve();
  private stops = 0;
  private disposed = false;

  constructor(private readonly options: LabOptions) {
    this.keeper = new RunKeeper(options.storage, options.locks ?? memoryLocks()(), {
      changed: (run) => this.announcer.publish('run', run),
      own: (own) => this.announcer.publish('own', own),
      unsaved: (failure) => this.announcer.publish('unsaved', failure),
    });
    this.runner = new Runner(this.announcer, this.keeper, options.snapshots ?? false);
    this.announcer.on('series', () => this.baselines?.besideCurves());
  }

  async ask<K extends keyof Commands>(command: K, ask: Ask<K>): Promise<Answer<K>> {
    try {
      const known = commands.get(command) as Command<K> | undefined;
      if (!known) throw new Error(`internal: the lab knows no command "${command}"`);
      return await known.answer(this, ask);
    } catch (error) {
      throw error instanceof LabRefusal ? error : new LabRefusal(failureOf(error));
    }
  }

  on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): () => void {
    return this.announcer.on(type, listener);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.announcer.silence();
    this.ahead.giveUp();
    this.waits.takeBack('data');
    this.baselines?.abort();
    this.runner.abandon();
    await this.inTurn(async () => {
      await this.runner.driven;
      this.runner.dropModel();
      this.device?.close();
      this.device = null;
      this.keeper.leave();
    });
  }

  /** One after another. Whoever comes does not wait for a test of weights that he is about to replace. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.waits.takeBack('evaluation');
    return this.queue(work);
  }

  private queue<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.line.then(work);
    this.line = mine.catch(() => undefined);
    return mine;
  }

  /** A file from outside, in turn. After each step of the work it is heard whether the file was taken back. */
  importInTurn<T>(work: (step: ImportStep) => Promise<T>): Promise<T> {
    const signal = this.waits.signal('import');
    return this.inTurn(() =>
      this.waits.saying('import', (say) => {
        const takeTurn = takingTurns(signal);
        return work((fraction) => {
          say(fraction);
          return takeTurn();
        });
      }),
    );
  }

  /** Where the lab is at rest and there is something to compile for. @returns whether all of it is compiled */
  async compileAhead(drawing: { graph: TowerGraph; settings: Settings }): Promise<boolean> {
    const { device, loaded } = this;
    if (!device?.gpu || !loaded || isRunning(this.announcer.phase)) return false;
    return this.ahead.of(device.gpu, loaded.dataset, drawing);
  }

  /** A start that waited in line is void once someone has asked for a stop. */
  unlessStopped(begin: () => Promise<Training>): Promise<Training | null> {
    const { stops } = this;
    this.ahead.giveUp();
    return this.inTurn(async () => (stops === this.stops ? begin() : null));
  }

  /** While a file is read beside a run at rest, the phase belongs to the reading. */
  async readingDone(): Promise<void> {
    this.waits.takeBack('evaluation');
    if (this.runner.training && this.announcer.phase === 'preparing') await this.line;
  }

  /** Ends what is under way; a start that waits in line is void. */
  async stop(): Promise<void> {
    this.stops += 1;
    this.waits.takeBack('data');
    this.waits.takeBack('evaluation');
    await this.readingDone();
    await this.runner.halt();
  }

  /** @throws where there is none yet */
  needData(): Loaded {
    if (!this.loaded) throw new LabError('no-data', 'no data is loaded yet');
    return this.loaded;
  }

  needBaselines(): BaselineCount {
    if (!this.baselines) throw new LabError('no-data', 'no data is loaded yet');
    return this.baselines;
  }

  needModel(): LiveModel {
    const { model } = this.runner;
    if (!model) throw new LabError('no-weights', 'there are no weights yet: train or import some first');
    return model;
  }

  get hasData(): boolean {
    return this.loaded !== null;
  }

  get hasDevice(): boolean {
    return this.device !== null;
  }

  /** In buffers, at the moment; null where no GPU computes. */
  get gpuBytes(): number | null {
    return this.device?.gpu ? this.device.bytes : null;
  }

  /** @throws where there is no device or no data yet */
  get runInputs(): RunInputs {
    if (!this.device) throw new LabError('no-device', 'the device is not open yet');
    return { loaded: this.needData(), baselines: this.needBaselines(), device: this.device };
  }

  /** Another device; weights that were there come along. */
  async open(cpu: boolean): Promise<DeviceInfo> {
    await this.runner.halt();
    this.runner.dropModel();
    this.device?.close();
    this.device = null;
    try {
      this.device = cpu ? await openCpu() : await openDevice({ gpu: this.options.gpu });
    } catch (error) {
      this.runner.noWeights();
      if (!(error instanceof NoGpuError)) throw error;
      return {
        backend: 'cpu',
        adapter: '',
        software: true,
        reason: error.reason,
        limits: null,
        diagnostics: error.message,
      };
    }
    this.watch(this.device);
    const info = infoOf(this.device);
    this.announcer.publish('device', info);
    this.revive();
    return info;
  }

  revive(): void {
    if (this.loaded && this.device) this.runner.revive(this.loaded);
  }

  private watch(device: Device): void {
    if (device.backend === 'webgpu') countDispatches();
    device.onError((message) => {
      if (this.device === device)
        this.runner.fail(new LabError('device-error', `the graphics device reported: ${message}`));
    });
    void device.lost.then(async (reason) => {
      if (this.device !== device || this.disposed) return;
      this.runner.training?.stop();
      await this.inTurn(() => this.recover(device, reason)).catch((error: unknown) => this.runner.fail(error));
    });
  }

  /** In turn, unless it is taken back before: then at once, whatever is in line before it. */
  loadInTurn<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = this.waits.signal('data');
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', giveUp, { once: true });
      void this.inTurn(async () => {
        signal.removeEventListener('abort', giveUp);
        signal.throwIfAborted();
        return work(signal);
      }).then(resolve, reject);
    });
  }

  /** The phase is that of the loading, and after it what it was. A file that never ends holds up nothing. */
  async whileLoading<T>(signal: AbortSignal, work: (report: ReportLoading) => Promise<T>): Promise<T> {
    const before = this.announcer.last;
    if (isRunning(before.phase)) throw new LabError('run-under-way', 'a run is under way: stop it first');
    const report: ReportLoading = (detail, fraction) => {
      if (!signal.aborted) this.announcer.progress({ ...AT_REST, phase: 'preparing', detail, fraction });
    };
    report('reading', 0);
    try {
      return await unlessAborted(work(report), signal);
    } finally {
      this.announcer.progress(
        before.phase === 'paused' && !this.runner.training ? { ...before, phase: 'failed' } : before,
      );
    }
  }

  /** A new data set: weights of the old one no longer fit. */
  adopt(loaded: Loaded): void {
    this.baselines?.abort();
    this.loaded = loaded;
    this.runner.timeline.user = null;
    const { baselines, eagerBaselines } = this.options;
    this.baselines = new BaselineCount(baselines, eagerBaselines, loaded.dataset, loaded.truth, {
      known: (parts) => {
        for (const part of PARTS) this.announcer.publish('baselines', { part, baselines: parts[part] });
      },
      counted: (parts) => this.keepBaselines(loaded, parts),
      progress: (counting) => this.announcer.publish('counting', counting),
      failed: (error) => this.announcer.publish('failed', baselinesFailed(error)),
    });
    this.forgetWeights();
  }

  /** Figures of a run did not wait for the baselines that stand beside them. */
  private async keepBaselines({ dataset }: Loaded, { validation, test }: BothParts): Promise<void> {
    const run = this.keeper.current?.run;
    if (run?.data.fingerprint !== dataset.fingerprint || !(run.result ?? run.evaluated)) return;
    const { result, evaluated } = run;
    await this.keeper.keepFigures({
      baselines: joined(run.baselines, validation),
      result: result && { ...result, baselines: joined(result.baselines, test) },
      evaluated: evaluated && { ...evaluated, baselines: joined(evaluated.baselines, test) },
    });
  }

  /** The run they belong to stays stored. */
  forgetWeights(): void {
    this.runner.dropModel();
    this.keeper.leave();
    if (this.announcer.phase !== 'idle') this.announcer.progress(AT_REST);
  }

  /** Asks weights that nothing changes meanwhile, in turn: who is about to change them cuts it off. */
  atRest<T>(ask: (model: LiveModel, watch: Watch) => Promise<T>): Promise<T> {
    return this.whileAtRest((watch) => ask(this.needModel(), watch));
  }

  /** Asks anything that wants the device for itself, in the same turns. */
  whileAtRest<T>(ask: (watch: Watch) => Promise<T>): Promise<T> {
    this.waits.takeBack('evaluation');
    const signal = this.waits.signal('evaluation');
    return this.queue(async () => {
      if (isRunning(this.announcer.phase))
        throw new LabError('training-not-at-rest', 'a run is under way: pause or stop it first');
      try {
        signal.throwIfAborted();
        return await this.waits.saying('evaluation', (onProgress) => ask({ signal, onProgress }));
      } catch (error) {
        throw signal.aborted ? new LabRefusal(failureOf(error), true) : error;
      }
    });
  }

  /**
   * The data of a stored run, which is loaded now where it was not. Null where the file behind it is gone or changed,
   * or the world is no more; then the data that was loaded stays.
   */
  async dataOf(
    { fingerprint, source }: RunData,
    upload: Upload | null,
    signal = this.waits.signal('data'),
  ): Promise<Loaded | null> {
    if (this.loaded?.dataset.fingerprint === fingerprint) return this.loaded;
    if (source.kind === 'files' && !upload) return null;
    const loaded = await this.whileLoading(signal, (report) => this.sources.load(source, signal, report, upload)).catch(
      (error: unknown) => {
        if (signal.aborted) throw error;
        return null;
      },
    );
    if (loaded?.dataset.fingerprint !== fingerprint) return null;
    await this.runner.halt();
    this.adopt(loaded);
    return loaded;
  }

  /** The device went away: a new one, the last checkpoint, and on. */
  private async recover(device: Device, reason: string): Promise<void> {
    if (this.device !== device) return;
    const {
      runner: { training },
      keeper: { current },
      stops,
    } = this;
    const wasStopping = this.announcer.phase === 'stopping';
    training?.stop();
    if (training) this.announcer.phaseOnly('recovering');
    await this.runner.driven;
    this.runner.dropModel();
    device.close();
    this.device = null;
    try {
      this.device = await openDevice({ gpu: this.options.gpu });
    } catch (error) {
      this.announcer.publish('device', {
        backend: 'cpu',
        adapter: '',
        software: true,
        reason: 'lost',
        limits: null,
        diagnostics: `${reason}\n${String(error)}`,
      });
      if (!training) this.runner.noWeights();
      this.runner.fail(error);
      return;
    }
    this.runner.training = null;
    this.watch(this.device);
    this.announcer.publish('device', infoOf(this.device));
    if (!training || wasStopping || stops !== this.stops) {
      this.revive();
      return;
    }
    if (!current) throw new Error('internal: a run is under way that the keeper does not know');
    await this.runner.resume(this.runInputs, current, training.limit);
    this.announcer.publish('recovered', { step: current.checkpoint?.step ?? 0 });
  }
}
