/** One training run: the loop over steps, epochs and stages, with pause, single step and stop between any two steps. */
import type { Batch, Batches } from '../../data/batches';
import type { Device } from '../../engine/device';
import { dispatches } from '../../engine/run-kernel';
import { Storage } from '../../engine/storage';
import type { Stage } from '../../model/document/graph';
import { TrainStep } from '../../model/run/train-step';
import { batchesOf } from './batches-of';
import { BestWeights, WATCHED, watchedOf } from './best-weights';
import { CheckpointKeeping } from './checkpoint-keeping';
import { InFlight } from './in-flight';
import type { LiveModel } from './live-model';
import { type Clock, Pace, pageClock } from './pace';
import { placeOf, progressOf } from './progress-of';
import { ProbeTimes } from './probe-times';
import { Profiling } from './profiling';
import { Readings } from './readings';
import { SeriesLog } from '../runs/series';
import { turn, turnWhenDue } from '../turns';
import { compileShaders } from './shaders';
import { Speedometer } from './speedometer';
import { endingOf, endsAfter, hasConverged, beginningOf } from './stage-end';
import { StepLimit } from './step-limit';
import { Validation } from './validation';
import type { TrainingPort } from './training-port';
import type { Best, Checkpoint } from '../runs/checkpoint';
import type { Ending, Phase, Progress, ProgressDetail, StagePlace } from '../progress';

const PUBLISH_MS = 250;

export class Training {
  readonly series = new SeriesLog();
  private readonly watched: BestWeights;
  epoch = 0;
  readonly batches: Batches;
  readonly validation: Validation;
  /** The last one: the next is written over it. */
  private batch: Batch | undefined;
  private stepper: TrainStep | null = null;
  private stage = 0;
  private stageStart = 0;
  private stopped = false;
  private ended = false;
  private readonly resting: StepLimit;
  private readonly readings: Readings;
  private readonly evaluation = new AbortController();
  readonly profiling: Profiling;
  readonly speedometer: Speedometer;
  private readonly pace: Pace;
  private publishedAt = 0;
  private readonly keeping: CheckpointKeeping;
  /** The steps allowed last were asked for one by one. */
  private byHand = false;
  /** Steps before the first row of the stepper's ring. */
  private ringStart = 0;
  private phase: Phase = 'compiling';
  private detail: ProgressDetail | null = 'shaders';

  /**
   * @param limit the step before which the loop rests; Infinity = it runs to the end
   * @param clock by which is saved
   */
  constructor(
    readonly model: LiveModel,
    private readonly device: Device,
    private readonly port: TrainingPort,
    from: Checkpoint | null,
    limit = Infinity,
    clock: Clock = pageClock,
  ) {
    this.resting = new StepLimit(limit);
    this.watched = new BestWeights(watchedOf(model.graph));
    this.readings = new Readings(this.series, () => port.seriesGrew());
    this.speedometer = new Speedometer(model.settings.batch);
    this.pace = port.pace ?? new Pace();
    this.profiling = new Profiling(device.gpu);
    this.keeping = new CheckpointKeeping(model.checkpointBytes, clock, async () => port.saved(await this.checkpoint()));
    if (from) {
      model.writeWeights(from.weights);
      model.writeMoments(from.moments);
    }
    // The scores of a teacher among them.
    this.batches = batchesOf(model);
    this.validation = new Validation(model, this.readings, (detailShare) =>
      this.report('training', 'evaluating', { detailShare }),
    );
    if (from) {
      model.step = from.step;
      this.watched.restore(from);
      this.stage = from.stage;
      this.stageStart = from.stageStart;
      this.epoch = Math.floor(from.step / this.batches.stepsPerEpoch);
    }
  }

  /** Aborted by `stop`. */
  get stopSignal(): AbortSignal {
    return this.evaluation.signal;
  }

  /** Steps run in all, once the loop has ended; `model.step` goes back to the best one. */
  stepsDone = 0;
  /** How the loop came to its end; null before it. A stop while the test part is scored changes nothing. */
  ending: Ending | null = null;

  /**
   * Runs to the end of the last stage or until `stop`. The weights that stay are the best on validation of all stages:
   * a later stage that made nothing better leaves nothing behind. After a stop, and where the port keeps the last, they
   * are those of the last step: what is on the screen then. A stage that was to converge and did not is the last one:
   * what comes after it is meant for weights that have.
   * @throws LabError (diverged, scores-not-finite), LimitError
   */
  async run(): Promise<'finished' | 'stopped'> {
    const { stages } = this.model.settings;
    try {
      for (let stage = stages[this.stage]; stage; stage = stages[this.stage]) {
        await this.runStage(stage);
        if (this.stopped || this.stage + 1 === stages.length || !hasConverged(stage.until, this.watched.sinceBest))
          break;
        this.beginStage(this.stage + 1);
      }
      this.stepsDone = this.model.step;
      const { kept } = this;
      if (kept && !this.stopped && this.port.keeps !== 'last') this.model.goBackTo(kept);
      this.ending = this.stopped ? 'stopped' : endingOf(stages[this.stage]?.until, this.watched.sinceBest);
      if (kept) await this.validation.evaluateKept(this.stopSignal);
      return this.ending === 'stopped' ? 'stopped' : 'finished';
    } finally {
      this.ended = true;
      this.keeping.forget();
      this.profiling.end();
      this.dropStepper();
      this.resting.tellWaiting();
    }
  }

  private async runStage(stage: Stage): Promise<void> {
    this.report('compiling', 'shaders');
    await turn();
    this.dropStepper();
    const { model, batches, stopSignal } = this;
    const { compiled, dataset, weights, settings } = model;
    this.stepper = Storage.allOrNone(() => new TrainStep(compiled, dataset, weights, settings, stage, this.stageStart));
    this.ringStart = model.step;
    this.keeping.begin();
    const { gpu } = this.device;
    const say = (shaders: NonNullable<Progress['shaders']>) => this.report('compiling', 'shaders', { shaders });
    const later = gpu && (await compileShaders(gpu, model, stage, batches.at(model.step), stopSignal, say));
    this.pace.begin();
    if (this.lacksEvaluation(stage)) await this.evaluate(stage);
    let first = true;
    let since = performance.now();
    const inFlight = gpu && new InFlight(gpu.queue);
    const probeTimes = new ProbeTimes(since);
    while (!this.stopped && !this.endsAt(this.model.step, stage)) {
      this.readings.throwFailure();
      if (this.resting.isReached(this.model.step)) {
        await inFlight?.drained();
        await this.rest();
        since = performance.now();
        continue;
      }
      const isOver = (): boolean => this.stopped || this.resting.isReached(this.model.step);
      if (await this.pace.turn(isOver)) since = performance.now();
      if (isOver()) continue;
      const began = performance.now();
      const dispatchesBefore = dispatches.count;
      // By the clock while somebody may watch, and before every evaluation and snapshot, so that each has its reading.
      const probing =
        this.stepper.probes !== null &&
        !first &&
        (this.pace.isSlow || probeTimes.isDue(began) || this.showsAt(this.model.step + 1, stage));
      this.batch = this.batches.at(this.model.step, this.batch);
      const { stepper, batch } = this;
      if (probing) stepper.run(batch, true);
      else this.profiling.step((times) => stepper.run(batch, false, times));
      this.speedometer.built(performance.now() - began, probing ? null : dispatches.count - dispatchesBefore);
      this.model.step += 1;
      if (inFlight) {
        await inFlight.submitted();
        if (first) await inFlight.drained().then(later);
      } else {
        await turnWhenDue();
      }
      const now = performance.now();
      if (!first) {
        this.speedometer.ran(now - since);
        inFlight?.took(now - since);
      }
      since = now;
      if (first) this.report('training', null);
      first = false;
      if (probing) {
        probeTimes.taken(now);
        this.readings.probes(this.stepper.probes, this.model.step);
      }
      if (this.pace.isSlow || now - this.publishedAt >= PUBLISH_MS) this.publish();
      if (this.showsAt(this.model.step, stage)) {
        await inFlight?.drained();
        await this.show(stage);
        since = performance.now();
      } else if (this.keeping.isDue && !this.stopped) {
        await this.readLosses();
        await this.keeping.now();
        since = performance.now();
      }
    }
    await inFlight?.drained();
    // What is still on its way belongs to this run, not to the one that may come next.
    await this.readings.probesRead;
    await this.readLosses();
  }

  /** The next stage goes on from the best weights of this one, with an optimizer that has seen nothing. */
  private beginStage(stage: number): void {
    this.dropStepper();
    const { model, watched } = this;
    const { weights, isNew } = beginningOf(model.compiled, model.settings.stages, stage, watched.best);
    model.writeWeights(weights);
    model.forgetMoments();
    watched.beginStage(isNew);
    this.stage = stage;
    this.stageStart = this.model.step;
  }

  /** Here is evaluated, or a snapshot taken. */
  private showsAt(step: number, stage: Stage): boolean {
    return this.evaluatesAt(step, stage) || (this.port.snapshots?.isDue(step) ?? false);
  }

  private async show(stage: Stage): Promise<void> {
    const { step } = this.model;
    const epoch = Math.floor(step / this.batches.stepsPerEpoch);
    if (!this.stopped) await this.port.snapshots?.take(epoch);
    if (!this.evaluatesAt(step, stage)) return;
    this.epoch = epoch;
    await this.evaluate(stage);
  }

  /** At the end of each epoch, and of the stage. */
  private evaluatesAt(step: number, stage: Stage): boolean {
    return step % this.batches.stepsPerEpoch === 0 || this.endsAt(step, stage);
  }

  /** The run was ended in the middle of an evaluation: it goes on with that. */
  private lacksEvaluation(stage: Stage): boolean {
    const { step } = this.model;
    return (
      step > this.stageStart && this.evaluatesAt(step, stage) && this.series.points(WATCHED)?.steps.at(-1) !== step
    );
  }

  private endsAt(step: number, { until }: Stage): boolean {
    return endsAfter(step - this.stageStart, until, this.batches.stepsPerEpoch, this.watched.sinceBest);
  }

  /** Validation metrics; remembers the best weights. */
  private async evaluate(stage: Stage): Promise<void> {
    const { model } = this;
    if (this.stopped) return;
    const keep = (): Promise<void> => this.keeping.afterEvaluation(this.endsAt(model.step, stage));
    if (this.validation.isEmpty) return keep();
    this.report('training', 'evaluating');
    await this.readLosses();
    try {
      const metrics = await this.validation.evaluate(this.stopSignal);
      await this.watched.evaluated(metrics, { stage: this.stage, step: model.step }, () => model.readWeights());
      await keep();
    } catch (error) {
      if (!this.stopped) throw error;
    }
    this.report('training', null);
  }

  async checkpoint(): Promise<Checkpoint> {
    const { model, stage, stageStart } = this;
    const { best, kept, sinceBest } = this.watched;
    const { step } = model;
    const [weights, moments] = await Promise.all([model.readWeights(), model.readMoments()]);
    return { step, weights, moments, best, kept, sinceBest, stage, stageStart };
  }

  /** The step before which the loop rests. */
  get limit(): number {
    return this.resting.limit;
  }

  /** Rests before the next step; resolves when the loop is at rest and saved, or at its end. */
  pause(): Promise<void> {
    this.resting.limit = this.model.step;
    this.byHand = false;
    this.pace.wakeUp();
    return this.keeping.isWaiting ? this.keep() : this.atRest();
  }

  /** Writes at once what waits to be written. */
  async keep(): Promise<void> {
    if (this.keeping.isWaiting) await this.keeping.now();
  }

  /** Resolves when the steps allowed so far have run and the result is saved, or at the end of the loop. */
  atRest(): Promise<void> {
    return this.ended || this.resting.isResting(this.model.step) ? Promise.resolve() : this.resting.nextRest();
  }

  resume(): void {
    this.byHand = false;
    this.resting.lift();
  }

  /** So many steps more (in all where the loop ran freely); resolves as `atRest`, a large checkpoint unwritten. */
  step(steps = 1): Promise<void> {
    this.byHand = true;
    this.resting.allowMore(this.model.step, steps);
    return this.atRest();
  }

  private dropStepper(): void {
    this.stepper?.dispose();
    this.stepper = null;
  }

  /** Lets `run` return 'stopped' before the next step. */
  stop(): void {
    this.stopped = true;
    this.evaluation.abort();
    this.resting.wakeUp();
    this.pace.wakeUp();
  }

  private async rest(): Promise<void> {
    await this.readLosses();
    this.report('paused', null);
    await this.keeping.atRest(this.byHand, (error) => this.readings.fail(error));
    await this.resting.sleepWhile(() => !this.stopped && this.resting.isReached(this.model.step));
    this.keeping.forget();
    this.pace.begin();
    if (!this.stopped) this.report('training', null);
  }

  private publish(): void {
    this.publishedAt = performance.now();
    this.report(this.phase, this.detail);
    void this.readings.inBackground(this.readLosses());
  }

  private readLosses(): Promise<void> {
    return this.readings.losses(this.stepper, this.ringStart);
  }

  private report(
    phase: Phase,
    detail: ProgressDetail | null,
    { shaders, detailShare = null }: Pick<Progress, 'shaders' | 'detailShare'> = {},
  ): void {
    this.phase = phase;
    this.detail = detail;
    // A step may still end after `stop`: the runner has said "stopping", and no state leads back.
    if (!this.stopped)
      this.port.progress({
        ...this.progress(phase, detail),
        detailShare,
        ...(shaders && { shaders, fraction: shaders.done / shaders.of }),
      });
  }

  progress(phase: Phase, detail: ProgressDetail | null = null): Progress {
    const isOver = this.ending !== null && this.ending !== 'stopped';
    return progressOf(
      // At the end the weights go back to their best step, but the steps were run.
      { phase, detail, step: Math.max(this.stepsDone, this.model.step), stage: this.place },
      {
        stepsPerEpoch: this.batches.stepsPerEpoch,
        speedometer: this.speedometer,
        pace: this.pace.stepsPerSecond,
        until: (!isOver && this.model.settings.stages[this.stage]?.until) || null,
        stageStart: this.stageStart,
      },
    );
  }

  /** The weights that were best on validation, of all stages so far. */
  get kept(): Best | null {
    return this.watched.kept;
  }

  /** Which stage runs, or ran last. */
  get place(): StagePlace {
    return placeOf(this.stage, this.model.settings);
  }

  /** Which stage the weights are from that stay. */
  get keptPlace(): StagePlace {
    return placeOf(this.kept?.stage ?? this.stage, this.model.settings);
  }
}
