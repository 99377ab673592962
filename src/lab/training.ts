/** One training run: the loop over steps, epochs and stages, with pause, single step and stop between any two steps. */
import type { Batches } from '../data/batches';
import { createBatches } from '../data/batches';
import type { Device } from '../engine/device';
import { dispatches } from '../engine/run-kernel';
import type { Stage } from '../model/graph';
import { TrainStep } from '../model/train-step';
import { evaluateModel } from './evaluate/model';
import type { LiveModel } from './live-model';
import type { Phase, Progress, ProgressDetail, RunSpeed } from './protocol';
import { SeriesLog } from './series';
import type { Best, Checkpoint } from './storage';

/** The loss is no number any more. */
export class DivergedError extends Error {
  constructor(step: number) {
    super(`the loss is not a finite number since step ${step}`);
    this.name = 'DivergedError';
  }
}

export interface TrainingPort {
  /** Called on every change of phase and at most four times a second while running. */
  progress(progress: Progress): void;
  /** New points are in `series`. */
  seriesGrew(): void;
  /** A good moment to save: at a pause, after an evaluation, at the end. */
  saved(checkpoint: Checkpoint): Promise<void>;
}

export type Outcome = 'finished' | 'stopped';

const PUBLISH_MS = 250;
/** Steps whose commands may wait on the GPU: enough to keep it busy, few enough that a pause is instant. */
const IN_FLIGHT = 2;
/** Turns of the event loop on the CPU path, so that commands are heard. */
const TURN_MS = 15;

/** What early stopping watches: NDCG@10 of the validation part. */
const WATCHED = 'ndcg@10';

export class Training {
  readonly series = new SeriesLog();
  best: Best | null = null;
  epoch = 0;
  private readonly batches: Batches;
  private stepper: TrainStep | null = null;
  private stage = 0;
  private stageStart = 0;
  private sinceBest = 0;
  /** Steps that may run before the loop rests. */
  private budget = Infinity;
  private stopped = false;
  private wake: (() => void) | null = null;
  private rested: (() => void)[] = [];
  private readonly evaluation = new AbortController();
  private reading: Promise<void> | null = null;
  private busyMs = 0;
  private jsMs = 0;
  private stepsRun = 0;
  private dispatched = 0;
  private publishedAt = 0;
  private readSteps: number;
  private phase: Phase = 'compiling';
  private detail: ProgressDetail | null = 'shaders';

  constructor(readonly model: LiveModel, private readonly device: Device, private readonly port: TrainingPort, from: Checkpoint | null) {
    const { settings, compiled, dataset } = model;
    this.batches = createBatches(dataset, { batch: settings.batch, historyLength: compiled.historyLength, seed: settings.seed });
    if (from) {
      model.writeWeights(from.weights);
      model.writeMoments(from.moments);
      model.step = from.step;
      this.best = from.best;
      this.sinceBest = from.sinceBest;
      this.stage = from.stage;
      this.stageStart = from.stageStart;
      this.epoch = Math.floor(from.step / this.batches.stepsPerEpoch);
    }
    this.readSteps = model.step;
  }

  /** Aborted by `stop`. */
  get stopSignal(): AbortSignal {
    return this.evaluation.signal;
  }

  /** Steps run in all; `model.step` goes back to the best one at the end. */
  stepsDone = 0;

  /** Runs to the end of the last stage or until `stop`. @throws DivergedError, LimitError, NotFiniteError */
  async run(): Promise<Outcome> {
    const { stages } = this.model.settings;
    try {
      for (; this.stage < stages.length && !this.stopped; this.stage += 1) {
        const stage = stages[this.stage];
        if (stage) await this.runStage(stage);
        if (!this.stopped) this.stageStart = this.model.step;
      }
      this.stepsDone = this.model.step;
      if (this.best) {
        this.model.writeWeights(this.best.weights);
        this.model.step = this.best.step;
      }
      return this.stopped ? 'stopped' : 'finished';
    } finally {
      this.stepper?.dispose();
      this.stepper = null;
      this.answerRested();
    }
  }

  private async runStage(stage: Stage): Promise<void> {
    this.report('compiling', 'shaders');
    await turn();
    this.stepper?.dispose();
    this.stepper = new TrainStep(this.model.compiled, this.model.dataset, this.model.weights, this.model.settings, stage);
    let first = true;
    let since = performance.now();
    const inFlight: Promise<unknown>[] = [];
    while (!this.stopped && !this.stageEnded(stage)) {
      if (this.budget <= 0) {
        await Promise.all(inFlight.splice(0));
        await this.rest();
        since = performance.now();
        continue;
      }
      this.budget -= 1;
      const began = performance.now();
      const dispatchesBefore = dispatches.count;
      this.stepper.run(this.batches.at(this.model.step));
      this.jsMs += performance.now() - began;
      this.dispatched = dispatches.count - dispatchesBefore;
      this.model.step += 1;
      if (this.device.gpu) {
        inFlight.push(this.device.gpu.queue.onSubmittedWorkDone());
        if (inFlight.length > IN_FLIGHT || first) await inFlight.shift();
      } else if (performance.now() - since > TURN_MS) {
        await turn();
      }
      const now = performance.now();
      // The first step compiles every pipeline: it says nothing about speed.
      if (!first) {
        this.busyMs += now - since;
        this.stepsRun += 1;
      }
      since = now;
      if (first) this.report('training', null);
      first = false;
      if (now - this.publishedAt >= PUBLISH_MS) this.publish();
      if (this.model.step % this.batches.stepsPerEpoch === 0 || this.stageEnded(stage)) {
        this.epoch = Math.floor(this.model.step / this.batches.stepsPerEpoch);
        await Promise.all(inFlight.splice(0));
        await this.evaluate();
        since = performance.now();
      }
    }
    await Promise.all(inFlight);
    await this.readLosses();
  }

  private stageEnded({ until }: Stage): boolean {
    const steps = this.model.step - this.stageStart;
    if ('steps' in until) return steps >= until.steps;
    const epochs = steps / this.batches.stepsPerEpoch;
    if ('epochs' in until) return epochs >= until.epochs;
    return epochs >= until.maxEpochs || this.sinceBest >= until.patience;
  }

  /** Validation metrics; remembers the best weights. */
  private async evaluate(): Promise<void> {
    const { model } = this;
    const targets = model.dataset.split.validation;
    if (targets.length === 0 || this.stopped) return;
    this.report('training', 'evaluating');
    await this.readLosses();
    try {
      const { metrics } = await evaluateModel(model.encoder, model.dataset, targets, model.compiled.historyLength, { signal: this.evaluation.signal });
      for (const name of ['hr@10', 'recall@10', 'ndcg@10']) this.series.add(name, model.step, metrics[name] ?? Number.NaN);
      this.port.seriesGrew();
      const value = metrics[WATCHED] ?? 0;
      if (!this.best || value > this.best.value) {
        this.best = { step: model.step, value, weights: await model.readWeights() };
        this.sinceBest = 0;
      } else {
        this.sinceBest += 1;
      }
      await this.port.saved(await this.checkpoint());
    } catch (error) {
      if (!this.stopped) throw error;
    }
    this.report('training', null);
  }

  async checkpoint(): Promise<Checkpoint> {
    const { model } = this;
    const step = model.step;
    return {
      step, weights: await model.readWeights(), moments: await model.readMoments(),
      best: this.best, sinceBest: this.sinceBest, stage: this.stage, stageStart: this.stageStart,
    };
  }

  /** Rests before the next step; resolves when the loop is at rest and saved. */
  pause(): Promise<void> {
    this.budget = 0;
    return this.atRest();
  }

  /** Resolves when the steps allowed so far have run, and the result is saved. */
  atRest(): Promise<void> {
    if (this.wake) return Promise.resolve();
    return new Promise((resolve) => { this.rested.push(resolve); });
  }

  resume(steps = Infinity): void {
    this.budget = steps;
    this.wake?.();
  }

  /** Runs one step; resolves when the loop rests again. */
  async step(): Promise<void> {
    const done = new Promise<void>((resolve) => { this.rested.push(resolve); });
    this.resume(1);
    await done;
  }

  /** Lets `run` return 'stopped' before the next step. */
  stop(): void {
    this.stopped = true;
    this.evaluation.abort();
    this.wake?.();
  }

  private async rest(): Promise<void> {
    const woken = new Promise<void>((resolve) => { this.wake = resolve; });
    await this.readLosses();
    this.report('paused', null);
    await this.port.saved(await this.checkpoint());
    this.answerRested();
    await woken;
    this.wake = null;
    if (!this.stopped) this.report('training', null);
  }

  private answerRested(): void {
    for (const resolve of this.rested.splice(0)) resolve();
  }

  private publish(): void {
    this.publishedAt = performance.now();
    this.report(this.phase, this.detail);
    void this.readLosses().catch((error: unknown) => { this.failure ??= error; });
  }

  /** Set by a background reading; thrown by the next awaited one. */
  private failure: unknown = null;

  private async readLosses(): Promise<void> {
    if (this.failure) throw this.failure;
    while (this.reading) await this.reading;
    const { stepper } = this;
    if (!stepper) return;
    this.reading = (async () => {
      const { rows } = await stepper.ring.take();
      for (const row of rows) {
        this.readSteps += 1;
        stepper.columns.forEach((name, column) => { this.series.add(name, this.readSteps, row[column] ?? Number.NaN); });
        if (!Number.isFinite(row[0])) throw new DivergedError(this.readSteps);
      }
      if (rows.length > 0) this.port.seriesGrew();
    })();
    try {
      await this.reading;
    } finally {
      this.reading = null;
    }
  }

  private report(phase: Phase, detail: ProgressDetail | null): void {
    this.phase = phase;
    this.detail = detail;
    // A step may still end after `stop`: the session has said "stopping", and no state leads back.
    if (!this.stopped) this.port.progress(this.progress(phase, detail));
  }

  progress(phase: Phase, detail: ProgressDetail | null = null): Progress {
    const stage = this.model.settings.stages[Math.min(this.stage, this.model.settings.stages.length - 1)];
    const perSecond = this.stepsRun >= 2 && this.busyMs > 0 ? (this.stepsRun / this.busyMs) * 1000 : null;
    const total = !stage ? 0
      : 'steps' in stage.until ? stage.until.steps
      : ('epochs' in stage.until ? stage.until.epochs : stage.until.maxEpochs) * this.batches.stepsPerEpoch;
    const done = this.model.step - this.stageStart;
    return {
      phase, detail, step: this.model.step,
      epoch: Math.floor(this.model.step / this.batches.stepsPerEpoch),
      fraction: total > 0 ? Math.min(1, done / total) : null,
      stepsPerSecond: perSecond,
      // Early stopping may end it sooner: this is the longest it can take, and only said after 20 steps.
      secondsLeft: perSecond !== null && this.stepsRun >= 20 && phase === 'training' ? Math.max(0, total - done) / perSecond : null,
    };
  }

  get speed(): RunSpeed {
    const stepsPerSecond = this.busyMs > 0 ? (this.stepsRun / this.busyMs) * 1000 : 0;
    return {
      stepsPerSecond, examplesPerSecond: stepsPerSecond * this.model.settings.batch,
      jsMsPerStep: this.stepsRun > 0 ? this.jsMs / (this.stepsRun + 1) : 0, dispatchesPerStep: this.dispatched,
    };
  }
}

/** Gives commands a chance to be heard. */
const turn = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0); });
