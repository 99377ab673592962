/**
 * The lab in process: everything one may ask of it, behind the `Lab` interface. It does not know whether it stands in a
 * worker or in Node: it gets a storage port and a way to count baselines, and publishes events.
 *
 * What changes data, weights or device waits in one line (`inTurn`), so that no two of them meet; what ends or rests a
 * run does not wait.
 */
import { openCpu, openDevice, NoGpuError } from '../engine/device';
import type { Device } from '../engine/device';
import { countDispatches } from '../engine/run-kernel';
import { preset } from '../model/presets/presets';
import { schemaOf } from '../model/schema';
import { worlds } from '../data/worlds/worlds';
import { Announcer, AT_REST } from './announcer';
import { findUsers, summaryOf } from './describe-data';
import { BaselineCount } from './evaluate/baseline-count';
import type { CountBaselines } from './evaluate/baseline-count';
import { testMetrics } from './evaluate/model';
import { retrieveByInterest } from './evaluate/lanes';
import { evaluateByInterest } from './evaluate/overall';
import { retrieve } from './evaluate/retrieve';
import { valuesByField } from './evaluate/values-by-field';
import { LabRefusal } from './lab-refusal';
import { LiveModel } from './live-model';
import { isRunning } from './phases';
import type { Answer, Ask, Commands, Events, Handlers, Lab } from './protocol';
import { failureOf } from './refusal';
import { RunKeeper } from './run-keeper';
import { Runner } from './runner';
import type { Ground } from './runner';
import { Sources } from './sources';
import type { Loaded } from './sources';
import type { RunStorage } from './storage';
import { fitsData } from './stored-run';
import type { Training } from './training';
import { exportVectors } from './transfer/export-vectors';
import { exportWeights } from './transfer/export-weights';
import { readWeights } from './transfer/import-weights';
import type { DeviceInfo } from './device-info';
import type { Metrics } from './evaluate/metrics';
import type { RestoredRun } from './stored-run';

export interface LabOptions {
  gpu: GPU | undefined;
  storage: RunStorage;
  baselines: CountBaselines;
  /** Count baselines as soon as a data set is loaded, not only when a result needs them. */
  eagerBaselines: boolean;
}

/** Disposed of when the promise resolves: another lab of this process may then have the device. */
export type LocalLab = Lab & { dispose(): Promise<void> };

export function createLab(options: LabOptions): LocalLab {
  return new Session(options);
}

class Session implements LocalLab {
  private readonly said = new Announcer();
  private readonly sources = new Sources();
  private readonly keeper: RunKeeper;
  private readonly runner: Runner;
  private device: Device | null = null;
  private loaded: Loaded | null = null;
  private baselines: BaselineCount | null = null;
  private loading = new AbortController();
  private evaluating = new AbortController();
  private line: Promise<unknown> = Promise.resolve();
  private stops = 0;
  private disposed = false;

  constructor(private readonly options: LabOptions) {
    this.keeper = new RunKeeper(options.storage, (failure) => this.said.publish('unsaved', failure));
    this.runner = new Runner(this.said, this.keeper);
  }

  async ask<K extends keyof Commands>(command: K, ask: Ask<K>): Promise<Answer<K>> {
    try {
      return await this.handlers[command](ask);
    } catch (error) {
      throw error instanceof LabRefusal ? error : new LabRefusal(failureOf(error));
    }
  }

  on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): () => void {
    return this.said.on(type, listener);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.said.silence();
    this.loading.abort();
    this.baselines?.abort();
    this.runner.abandon();
    await this.inTurn(async () => {
      await this.runner.driven;
      this.runner.dropModel();
      this.device?.close();
      this.device = null;
    });
  }

  private readonly handlers: Handlers = {
    open: ({ cpu }) => this.inTurn(() => this.open(cpu)),
    worlds: () =>
      worlds.flatMap(({ id, words, smallEvents, defaultEvents }) =>
        [smallEvents, defaultEvents].map((events) => ({ id, events, title: words.en.title })),
      ),
    preview: (ask) => this.inTurn(() => this.whileLoading((signal) => this.sources.preview(ask, signal, this.busy))),
    load: ({ source }) =>
      this.inTurn(async () => {
        // A run at rest is kept until the new data is there.
        if (isRunning(this.said.phase)) await this.runner.halt();
        const loaded = await this.whileLoading((signal) => this.sources.load(source, signal, this.busy));
        await this.runner.halt();
        this.adopt(loaded);
        await this.keeper.forget();
        return summaryOf(loaded);
      }),
    preset: ({ id, width }) =>
      preset(id).build(schemaOf(this.needData().dataset), width === undefined ? {} : { width }),
    start: async ({ graph, settings }) => {
      await this.unlessStopped(() => this.runner.begin(this.ground, graph, settings, null, Infinity));
      return {};
    },
    step: async ({ graph, settings }) => {
      await this.readingDone();
      await (
        this.runner.training ??
        (await this.unlessStopped(() => this.runner.begin(this.ground, graph, settings, null, 0)))
      )?.step();
      return {};
    },
    pause: async () => {
      await this.runner.training?.pause();
      return {};
    },
    resume: async () => {
      await this.readingDone();
      this.runner.training?.resume();
      return {};
    },
    stop: async () => {
      this.stops += 1;
      this.loading.abort();
      this.evaluating.abort();
      await this.readingDone();
      await this.runner.halt();
      return {};
    },
    findUsers: ({ text, limit }) => findUsers(this.needData().dataset, text, limit),
    retrieve: ({ user, k }) => retrieve(this.needModel(), user, k),
    retrieveByInterest: (asked) => retrieveByInterest(this.needModel(), asked),
    evaluateByInterest: (asked) =>
      this.inTurn(() => this.atRest((model, signal) => evaluateByInterest(model, asked, signal))),
    valuesByField: ({ key, field }) => valuesByField(this.needModel(), key, field),
    exportWeights: ({ encoding }) =>
      exportWeights(
        this.needModel(),
        { metrics: this.runner.metrics, baselines: this.needBaselines().known.test },
        encoding,
      ),
    exportVectors: ({ asOf = 'end' }) =>
      this.inTurn(() => this.atRest((model, signal) => exportVectors(model, asOf, signal))),
    importWeights: ({ json }) => this.inTurn(() => this.importWeights(json)),
    evaluate: async () => {
      const metrics = await this.inTurn(() => this.evaluate());
      return { metrics, baselines: (await this.needBaselines().get()).test };
    },
    restore: () => this.inTurn(() => this.restore()),
    cancel: () => {
      this.loading.abort();
      return {};
    },
  };

  /** One after another. Whoever comes does not wait for a test of weights that he is about to replace. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.evaluating.abort();
    const mine = this.line.then(work);
    this.line = mine.catch(() => undefined);
    return mine;
  }

  /** A start that waited in line is void once someone has asked for a stop. */
  private unlessStopped(begin: () => Promise<Training>): Promise<Training | null> {
    const { stops } = this;
    return this.inTurn(async () => (stops === this.stops ? begin() : null));
  }

  /** While a file is read beside a run at rest, the phase belongs to the reading. */
  private async readingDone(): Promise<void> {
    this.evaluating.abort();
    if (this.runner.training && this.said.phase === 'preparing') await this.line;
  }

  private needData(): Loaded {
    if (!this.loaded) throw new Error('no data is loaded yet');
    return this.loaded;
  }

  private needBaselines(): BaselineCount {
    if (!this.baselines) throw new Error('no data is loaded yet');
    return this.baselines;
  }

  private needModel(): LiveModel {
    const { model } = this.runner;
    if (!model) throw new Error('there are no weights yet: train or import some first');
    return model;
  }

  private get ground(): Ground {
    if (!this.device) throw new Error('the device is not open yet');
    return { loaded: this.needData(), baselines: this.needBaselines(), device: this.device };
  }

  /** Another device; weights that were there come along. */
  private async open(cpu: boolean): Promise<DeviceInfo> {
    await this.runner.halt();
    this.runner.dropModel();
    this.device?.close();
    this.device = null;
    try {
      this.device = cpu ? await openCpu() : await openDevice({ gpu: this.options.gpu });
    } catch (error) {
      this.runner.noWeights();
      if (!(error instanceof NoGpuError)) throw error;
      return { backend: 'cpu', adapter: '', software: true, reason: error.reason, diagnostics: error.message };
    }
    this.watch(this.device);
    const info = infoOf(this.device);
    this.said.publish('device', info);
    this.revive();
    return info;
  }

  private revive(): void {
    if (this.loaded && this.device) this.runner.revive(this.loaded);
  }

  private watch(device: Device): void {
    if (device.backend === 'webgpu') countDispatches();
    device.onError((message) => {
      if (this.device === device) this.runner.fail(new Error(`the graphics device reported: ${message}`));
    });
    void device.lost.then(async (reason) => {
      if (this.device !== device || this.disposed) return;
      this.runner.training?.stop();
      await this.inTurn(() => this.recover(device, reason)).catch((error: unknown) => this.runner.fail(error));
    });
  }

  private async whileLoading<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const before = this.said.last;
    if (isRunning(before.phase)) throw new Error('a run is under way: stop it first');
    const { signal } = (this.loading = new AbortController());
    this.busy('reading', 0);
    try {
      const result = await work(signal);
      signal.throwIfAborted();
      return result;
    } finally {
      this.said.progress(before.phase === 'paused' && !this.runner.training ? { ...before, phase: 'failed' } : before);
    }
  }

  private readonly busy = (detail: 'reading' | 'encoding', fraction: number): void => {
    this.said.progress({ ...AT_REST, phase: 'preparing', detail, fraction });
  };

  /** A new data set: weights of the old one no longer fit. */
  private adopt(loaded: Loaded): void {
    this.baselines?.abort();
    this.loaded = loaded;
    this.runner.dropModel();
    this.keeper.last = null;
    const baselines = new BaselineCount(this.options.baselines, loaded.dataset, loaded.truth, (parts) => {
      for (const part of ['validation', 'test'] as const)
        this.said.publish('baselines', { part, baselines: parts[part] });
    });
    this.baselines = baselines;
    if (this.said.phase !== 'idle') this.said.progress(AT_REST);
    if (this.options.eagerBaselines)
      baselines.get().catch((error: unknown) => {
        if (!baselines.givenUp) this.said.publish('failed', failureOf(error));
      });
  }

  private async evaluate(): Promise<Metrics> {
    this.runner.metrics = await this.atRest(testMetrics);
    return this.runner.metrics;
  }

  /** Asks weights that nothing changes meanwhile: who is about to change them cuts it off. */
  private async atRest<T>(ask: (model: LiveModel, signal: AbortSignal) => Promise<T>): Promise<T> {
    const model = this.needModel();
    if (isRunning(this.said.phase)) throw new Error('a run is under way: pause or stop it first');
    const { signal } = (this.evaluating = new AbortController());
    try {
      return await ask(model, signal);
    } catch (error) {
      throw signal.aborted ? new LabRefusal(failureOf(error), true) : error;
    }
  }

  /** Null where nothing is stored, or nothing that can be continued. */
  private async restore(): Promise<RestoredRun | null> {
    const run = await this.keeper.load();
    if (!run) return null;
    const { graph, settings, checkpoint, series, baselines } = run;
    await this.runner.halt();
    const loaded = await this.whileLoading(async (signal) => {
      if (run.files) await this.sources.preview({ files: run.files, dialects: run.dialects }, signal, this.busy);
      return this.sources.load(run.source, signal, this.busy);
    }).catch((error: unknown) => {
      if (this.loading.signal.aborted) throw error;
      // The file behind the run is gone or changed, or the world is no more.
      return null;
    });
    if (!loaded || !fitsData(run, loaded.dataset)) return null;
    this.adopt(loaded);
    if (run.phase !== 'done' && this.device) {
      const training = await this.runner.begin(this.ground, graph, settings, checkpoint, checkpoint.step);
      training.series.restore(series, checkpoint.step);
      await training.atRest();
    } else {
      this.keeper.last = { graph, settings, checkpoint };
      this.revive();
    }
    return {
      dataset: summaryOf(loaded),
      graph,
      settings,
      phase: this.said.phase,
      series,
      baselines,
      progress: this.said.last,
    };
  }

  /** The device went away: a new one, the last checkpoint, and on. */
  private async recover(device: Device, reason: string): Promise<void> {
    if (this.device !== device) return;
    const {
      runner: { training },
      keeper: { last },
      stops,
    } = this;
    const wasStopping = this.said.phase === 'stopping';
    training?.stop();
    if (training) this.said.phaseOnly('recovering');
    await this.runner.driven;
    this.runner.dropModel();
    device.close();
    this.device = null;
    try {
      this.device = await openDevice({ gpu: this.options.gpu });
    } catch (error) {
      this.said.publish('device', {
        backend: 'cpu',
        adapter: '',
        software: true,
        reason: 'lost',
        diagnostics: `${reason}\n${String(error)}`,
      });
      if (!training) this.runner.noWeights();
      this.runner.fail(error);
      return;
    }
    this.runner.training = null;
    this.watch(this.device);
    this.said.publish('device', infoOf(this.device));
    if (!training || wasStopping || stops !== this.stops) {
      this.revive();
      return;
    }
    const {
      model: { graph, settings },
      limit,
    } = training;
    const from = last?.checkpoint ?? null;
    const again = await this.runner.begin(this.ground, graph, settings, from, limit);
    again.series.restore(training.series.all(), from?.step ?? 0);
    this.said.publish('recovered', { step: from?.step ?? 0 });
  }

  private async importWeights(json: string): Promise<Answer<'importWeights'>> {
    const { ground } = this;
    const { dataset } = ground.loaded;
    const { file, values, sameData } = readWeights(json, dataset);
    const {
      graph,
      settings,
      run: { steps, metrics },
    } = file;
    await this.runner.adopt(new LiveModel(dataset, graph, settings), ground, values, steps, sameData ? metrics : {});
    return { graph, settings, step: steps, sameData };
  }
}

const infoOf = ({ backend, adapter, software, diagnostics }: Device): DeviceInfo => ({
  backend,
  adapter,
  software,
  reason: null,
  diagnostics,
});
