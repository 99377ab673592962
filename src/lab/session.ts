/**
 * The lab in process: everything one may ask of it, behind the `Lab` interface. It does not know whether it stands in a worker
 * or in Node: it gets a storage port and a way to count baselines, and publishes events.
 */
import type { Dataset, Target } from '../data/dataset';
import { openCpu, openDevice } from '../engine/device';
import type { Device } from '../engine/device';
import { NoGpuError } from '../engine/device';
import { countDispatches } from '../engine/run-kernel';
import type { Settings, TowerGraph } from '../model/graph';
import { CompiledGraph } from '../model/compile';
import { preset } from '../model/presets/presets';
import { schemaOf } from '../model/schema';
import { validate } from '../model/validate';
import { worlds } from '../data/worlds/worlds';
import { costsOf } from './costs';
import { evaluateModel } from './evaluate/model';
import { oracleMetrics } from './evaluate/oracle';
import { protocolText } from './evaluate/protocol-text';
import { retrieve } from './evaluate/retrieve';
import { LabRefusal } from './lab-refusal';
import { LiveModel } from './live-model';
import { checkTransition, isRunning } from './phases';
import type { Answer, Ask, Baselines, Commands, DatasetSummary, DeviceInfo, Events, Handlers, Lab, Metrics, Phase, Progress, RestoredRun } from './protocol';
import { failureOf } from './refusal';
import { Sources } from './sources';
import type { Loaded } from './sources';
import type { Checkpoint, RunStorage } from './storage';
import { Training } from './training';
import { readWeights } from './transfer/import-weights';
import { writeWeightsFile } from './transfer/weights-file';

export type BothParts = Record<'validation' | 'test', Baselines>;
/** Counts the baselines of a data set; in the browser in a worker of its own. */
export type CountBaselines = (dataset: Dataset, signal: AbortSignal, onProgress: (fraction: number) => void) => Promise<BothParts>;

export interface LabOptions {
  gpu: GPU | undefined;
  storage: RunStorage;
  baselines: CountBaselines;
  /** Count baselines as soon as a data set is loaded, not only when a result needs them. */
  eagerBaselines: boolean;
}

export function createLab(options: LabOptions): Lab {
  return new Session(options);
}

const AT_REST: Progress = { phase: 'idle', step: 0, epoch: 0, fraction: null, stepsPerSecond: null, secondsLeft: null, detail: null };

class Session implements Lab {
  private readonly listeners = new Map<keyof Events, Set<(event: never) => void>>();
  private readonly sources = new Sources();
  private device: Device | null = null;
  private loaded: Loaded | null = null;
  private model: LiveModel | null = null;
  private training: Training | null = null;
  private driven: Promise<void> = Promise.resolve();
  private lastCheckpoint: Checkpoint | null = null;
  private lastProgress = AT_REST;
  private metrics: Metrics = {};
  private baselines: Promise<BothParts> | null = null;
  private known: BothParts = { validation: {}, test: {} };
  private loading = new AbortController();
  private counting = new AbortController();
  private reopening = false;

  constructor(private readonly options: LabOptions) {}

  async ask<K extends keyof Commands>(command: K, ask: Ask<K>): Promise<Answer<K>> {
    try {
      return await this.handlers[command](ask);
    } catch (error) {
      throw error instanceof LabRefusal ? error : new LabRefusal(failureOf(error));
    }
  }

  on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): () => void {
    const listeners = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  dispose(): void {
    this.loading.abort();
    this.counting.abort();
    this.training?.stop();
    void this.driven.finally(() => {
      this.model?.dispose();
      this.device?.close();
    });
  }

  private publish<K extends keyof Events>(type: K, event: Events[K]): void {
    for (const listener of this.listeners.get(type) ?? []) (listener as (event: Events[K]) => void)(event);
  }

  private progress(progress: Progress): void {
    checkTransition(this.lastProgress.phase, progress.phase);
    this.lastProgress = progress;
    this.publish('progress', progress);
  }

  private get phase(): Phase {
    return this.lastProgress.phase;
  }

  private readonly handlers: Handlers = {
    open: ({ cpu }) => this.open(cpu),
    worlds: () => worlds.flatMap(({ id, words, smallEvents, defaultEvents }) => [smallEvents, defaultEvents].map((events) => ({ id, events, title: words.en.title }))),
    preview: (ask) => this.whileLoading((signal) => this.sources.preview(ask, signal, (detail, fraction) => this.busy(detail, fraction))),
    load: async ({ source }) => {
      await this.halt();
      const loaded = await this.whileLoading(() => this.sources.load(source, (detail, fraction) => this.busy(detail, fraction)));
      this.adopt(loaded);
      await this.options.storage.clear();
      return this.summary();
    },
    preset: ({ id, width }) => preset(id).build(schemaOf(this.needData().dataset), width === undefined ? {} : { width }),
    check: ({ graph }) => {
      const schema = schemaOf(this.needData().dataset);
      const { problems } = validate(graph, schema);
      return { problems, costs: problems.length === 0 ? costsOf(new CompiledGraph(graph, schema)) : null };
    },
    start: async ({ graph, settings }) => {
      await this.begin(graph, settings, null, Infinity);
      return {};
    },
    step: async ({ graph, settings }) => {
      if (this.training && this.phase === 'paused') await this.training.step();
      else {
        const training = await this.begin(graph, settings, null, 1);
        await training.atRest();
      }
      return {};
    },
    pause: async () => {
      if (this.phase === 'training' || this.phase === 'compiling') await this.training?.pause();
      return {};
    },
    resume: () => {
      if (this.phase === 'paused') this.training?.resume();
      return {};
    },
    stop: async () => {
      await this.halt();
      return {};
    },
    findUsers: ({ text, limit }) => this.findUsers(text, limit),
    retrieve: ({ user, k }) => retrieve(this.needModel(), user, k),
    exportWeights: ({ encoding }) => this.exportWeights(encoding),
    importWeights: ({ json }) => this.importWeights(json),
    evaluate: async () => {
      const { metrics } = await this.evaluateTest(this.needModel());
      this.metrics = metrics;
      return { metrics, baselines: (await this.countBaselines()).test };
    },
    restore: () => this.restore(),
    cancel: () => {
      this.loading.abort();
      return {};
    },
  };

  private needData(): Loaded {
    if (!this.loaded) throw new Error('no data is loaded yet');
    return this.loaded;
  }

  private needModel(): LiveModel {
    if (!this.model) throw new Error('there are no weights yet: train or import some first');
    return this.model;
  }

  private needDevice(): Device {
    if (!this.device) throw new Error('the device is not open yet');
    return this.device;
  }

  private async open(cpu: boolean): Promise<DeviceInfo> {
    await this.halt();
    this.model?.dispose();
    this.model = null;
    this.device?.close();
    this.device = null;
    try {
      this.device = cpu ? await openCpu() : await openDevice({ gpu: this.options.gpu });
    } catch (error) {
      if (!(error instanceof NoGpuError)) throw error;
      return { backend: 'cpu', adapter: '', software: true, reason: error.reason, diagnostics: error.message };
    }
    this.watch(this.device);
    const info = infoOf(this.device);
    this.publish('device', info);
    return info;
  }

  private watch(device: Device): void {
    if (device.backend === 'webgpu') countDispatches();
    device.onError((message) => {
      if (this.device === device) this.fail(new Error(`the graphics device reported: ${message}`));
    });
    void device.lost.then((reason) => {
      if (this.device === device) void this.recover(reason);
    });
  }

  private async whileLoading<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (isRunning(this.phase)) throw new Error('a run is under way: stop it first');
    this.loading = new AbortController();
    const before = this.lastProgress;
    this.busy('reading', 0);
    try {
      return await work(this.loading.signal);
    } finally {
      this.progress({ ...AT_REST, phase: 'idle' });
      if (before.phase !== 'idle' && this.model) this.progress(before);
    }
  }

  private busy(detail: 'reading' | 'encoding', fraction: number): void {
    this.progress({ ...AT_REST, phase: 'preparing', detail, fraction });
  }

  /** A new data set: weights of the old one no longer fit. */
  private adopt(loaded: Loaded): void {
    this.counting.abort();
    this.counting = new AbortController();
    this.loaded = loaded;
    this.model?.dispose();
    this.model = null;
    this.training = null;
    this.lastCheckpoint = null;
    this.metrics = {};
    this.baselines = null;
    this.known = { validation: {}, test: {} };
    if (this.phase !== 'idle') this.progress(AT_REST);
    if (this.options.eagerBaselines) this.countBaselines().catch((error: unknown) => { if (this.loaded === loaded) this.publish('failed', failureOf(error)); });
  }

  private countBaselines(): Promise<BothParts> {
    const loaded = this.needData();
    const { signal } = this.counting;
    this.baselines ??= (async () => {
      const parts = await this.options.baselines(loaded.dataset, signal, () => undefined);
      if (loaded.truth) {
        for (const part of ['validation', 'test'] as const) parts[part] = { ...parts[part], oracle: (await oracleMetrics(loaded.dataset, loaded.truth, part)).metrics };
      }
      this.known = parts;
      for (const part of ['validation', 'test'] as const) this.publish('baselines', { part, baselines: parts[part] });
      return parts;
    })();
    return this.baselines;
  }

  private summary(): DatasetSummary {
    const { dataset, report } = this.needData();
    return {
      name: dataset.name, users: dataset.users.length, testUsers: dataset.split.test.length, items: dataset.items.length,
      events: dataset.events.user.length, pairs: countPairs(dataset),
      fields: dataset.fields.map(({ name, owner, kind, rows, length, warning }) => ({ name, owner, kind, rows, length, ...(warning ? { warning } : {}) })),
      protocol: dataset.protocol, hasTime: dataset.hasTime, report, unseenTargets: dataset.split.unseenTargets, fingerprint: dataset.fingerprint,
    };
  }

  /** Fresh weights (or a checkpoint's) and the loop, running `budget` steps before it rests. */
  private async begin(graph: TowerGraph, settings: Settings, from: Checkpoint | null, budget: number): Promise<Training> {
    const { dataset } = this.needData();
    const device = this.needDevice();
    await this.halt();
    this.progress({ ...AT_REST, phase: this.phase === 'recovering' ? 'recovering' : 'preparing' });
    this.model?.dispose();
    this.model = null;
    this.metrics = {};
    this.lastCheckpoint = from;
    try {
      this.model = new LiveModel(dataset, graph, settings);
    } catch (error) {
      this.progress({ ...AT_REST, phase: 'failed' });
      throw error;
    }
    const { model } = this;
    const training: Training = new Training(model, device, {
      progress: (progress) => this.progress(progress),
      seriesGrew: () => this.publish('series', { chunks: training.series.takeNew() }),
      saved: (checkpoint) => this.save(training, checkpoint),
    }, from);
    training.resume(budget);
    this.training = training;
    this.driven = this.drive(training);
    return training;
  }

  private async drive(training: Training): Promise<void> {
    try {
      const outcome = await training.run();
      if (this.training !== training || this.reopening) return;
      if (outcome === 'finished') await this.finish(training).catch((error: unknown) => { if (!training.stopSignal.aborted) throw error; });
      this.progress({ ...training.progress('done'), fraction: 1 });
      if (this.lastCheckpoint) await this.save(training, this.lastCheckpoint);
    } catch (error) {
      if (this.training === training && !this.reopening) this.fail(error);
    }
  }

  private async finish(training: Training): Promise<void> {
    const { model } = training;
    this.progress(training.progress('training', 'evaluating'));
    const { metrics } = await this.evaluateTest(model, training.stopSignal);
    this.metrics = metrics;
    this.lastCheckpoint = await training.checkpoint();
    this.progress(training.progress('training', 'baselines'));
    await untilAborted(this.countBaselines(), training.stopSignal);
    this.publish('result', {
      metrics, baselines: this.known.test, speed: training.speed, epochs: training.epoch,
      steps: training.stepsDone, bestStep: training.best?.step ?? training.stepsDone,
    });
  }

  private evaluateTest(model: LiveModel, signal?: AbortSignal) {
    return evaluateModel(model.encoder, model.dataset, model.dataset.split.test, model.compiled.historyLength, { signal });
  }

  /** Ends the run under way, if any, without a word of error. */
  private async halt(): Promise<void> {
    const { training } = this;
    if (!training || (!isRunning(this.phase) && this.phase !== 'paused')) return;
    if (this.phase !== 'recovering') this.progress(training.progress('stopping'));
    training.stop();
    await this.driven;
  }

  private fail(error: unknown): void {
    const { training } = this;
    this.training = null;
    training?.stop();
    if (this.phase !== 'failed') this.progress({ ...this.lastProgress, phase: 'failed', detail: null });
    this.publish('failed', failureOf(error));
  }

  private async save(training: Training, checkpoint: Checkpoint): Promise<void> {
    this.lastCheckpoint = checkpoint;
    const { source } = this.needData();
    const { asked } = this.sources;
    try {
      await this.options.storage.save({
        version: 1, source, files: source.kind === 'files' ? (asked?.files ?? null) : null, dialects: asked?.dialects ?? {},
        graph: training.model.graph, settings: training.model.settings, phase: this.phase === 'done' ? 'done' : 'paused',
        checkpoint, series: training.series.all(), baselines: this.known.validation,
      });
    } catch (error) {
      // A full disk must not end a run; it is said once, and the run goes on.
      if (!this.saidUnsaved) this.publish('unsaved', failureOf(error));
      this.saidUnsaved = true;
    }
  }
  private saidUnsaved = false;

  private async restore(): Promise<RestoredRun | null> {
    const stored = await this.options.storage.load();
    if (!stored || stored.version !== 1) return null;
    await this.halt();
    const loaded = await this.whileLoading(async (signal) => {
      if (stored.files) await this.sources.preview({ files: stored.files, dialects: stored.dialects }, signal, (detail, fraction) => this.busy(detail, fraction));
      return this.sources.load(stored.source, (detail, fraction) => this.busy(detail, fraction));
    });
    this.adopt(loaded);
    const { graph, settings, checkpoint, series } = stored;
    if (this.device) {
      if (stored.phase === 'done') {
        this.model = new LiveModel(loaded.dataset, graph, settings);
        this.model.writeWeights(checkpoint.weights);
        this.model.step = checkpoint.step;
        this.progress({ ...AT_REST, phase: 'done', step: checkpoint.step, fraction: 1 });
      } else {
        const training = await this.begin(graph, settings, checkpoint, 0);
        training.series.restore(series, checkpoint.step);
        await training.pause();
      }
    }
    return { dataset: this.summary(), graph, settings, phase: this.phase, series, baselines: stored.baselines, progress: this.lastProgress };
  }

  /** The device went away: a new one, the last checkpoint, and on. */
  private async recover(reason: string): Promise<void> {
    const { training, model, lastCheckpoint: from } = this;
    const wasTraining = this.phase === 'training' || this.phase === 'compiling';
    const hadRun = training !== null && (wasTraining || this.phase === 'paused');
    if (hadRun) this.progress({ ...this.lastProgress, phase: 'recovering', detail: null });
    this.reopening = true;
    training?.stop();
    await this.driven;
    this.model?.dispose();
    this.model = null;
    this.training = null;
    this.reopening = false;
    this.device?.close();
    try {
      this.device = await openDevice({ gpu: this.options.gpu });
    } catch (error) {
      this.device = null;
      const lost: DeviceInfo = { backend: 'cpu', adapter: '', software: true, reason: 'lost', diagnostics: `${reason}\n${String(error)}` };
      this.publish('device', lost);
      this.fail(error);
      return;
    }
    this.watch(this.device);
    this.publish('device', infoOf(this.device));
    if (!model) return;
    if (!hadRun) {
      if (from) {
        this.model = new LiveModel(model.dataset, model.graph, model.settings);
        this.model.writeWeights(from.weights);
        this.model.step = from.step;
      }
      return;
    }
    const again = await this.begin(model.graph, model.settings, from, wasTraining ? Infinity : 0);
    again.series.restore(training?.series.all() ?? [], from?.step ?? 0);
    this.publish('recovered', { step: from?.step ?? 0 });
  }

  private findUsers(text: string, limit: number): Answer<'findUsers'> {
    const { dataset } = this.needData();
    const wanted = text.trim().toLocaleLowerCase();
    const found: Answer<'findUsers'> = [];
    const tested: readonly Target[] = dataset.split.test;
    for (const { user } of tested) {
      if (found.length >= limit) break;
      const id = dataset.users[user] ?? '';
      const title = dataset.userTitles[user] ?? '';
      if (!id.toLocaleLowerCase().includes(wanted) && !title.toLocaleLowerCase().includes(wanted)) continue;
      found.push({ user, id, title, events: (dataset.userStart[user + 1] ?? 0) - (dataset.userStart[user] ?? 0) });
    }
    return found;
  }

  private async exportWeights(encoding: Ask<'exportWeights'>['encoding']): Promise<Answer<'exportWeights'>> {
    const model = this.needModel();
    const { dataset, graph, settings } = model;
    const steps = model.step;
    const values = await model.readWeights();
    const weights = new Map([...values].map(([path, numbers]) => [path, { shape: model.weights.shape(path), values: numbers }]));
    const run = { steps, protocol: protocolText(dataset.protocol), metrics: this.metrics, baselines: this.known.test as Record<string, Metrics>, dataset: dataset.fingerprint };
    return {
      fileName: `${dataset.name.replace(/\.\w+$/, '').replace(/[^\p{L}\p{N}-]+/gu, '-')}-step-${steps}.weights.json`,
      json: writeWeightsFile({ graph, settings, run }, dataset, weights, encoding),
    };
  }

  private async importWeights(json: string): Promise<Answer<'importWeights'>> {
    const { dataset } = this.needData();
    this.needDevice();
    const { file, values, sameData } = readWeights(json, dataset);
    await this.halt();
    this.model?.dispose();
    this.training = null;
    this.model = new LiveModel(dataset, file.graph, file.settings);
    this.model.writeWeights(values);
    this.model.step = file.run.steps;
    this.metrics = sameData ? file.run.metrics : {};
    this.progress({ ...AT_REST, phase: 'done', step: file.run.steps, fraction: 1 });
    return { graph: file.graph, settings: file.settings, step: file.run.steps, sameData };
  }
}

/** Waits for work that goes on without us after an abort. */
const untilAborted = (work: Promise<unknown>, signal: AbortSignal): Promise<unknown> =>
  Promise.race([work, new Promise<void>((resolve) => { signal.addEventListener('abort', () => resolve(), { once: true }); })]);

const infoOf = ({ backend, adapter, software, diagnostics }: Device): DeviceInfo => ({ backend, adapter, software, reason: null, diagnostics });

function countPairs({ events, userStart }: Dataset): number {
  let pairs = 0;
  for (let user = 0; user + 1 < userStart.length; user++) pairs += new Set(events.item.subarray(userStart[user], userStart[user + 1])).size;
  return pairs;
}
