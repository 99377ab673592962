/** The weights of the moment and the run that trains them, from its begin to its last word. */
import type { Device } from '../engine/device';
import type { TowerGraph } from '../model/document/graph';
import { learningPart } from '../model/nodes/learning-part';
import { sameTowers } from '../model/edits/changes-from';
import { isRunning } from './phases';
import { type Announcer, AT_REST } from './announcer';
import type { BaselineCount } from './evaluate/baseline-count';
import { joined } from './evaluate/baseline-figures';
import { testMetrics } from './evaluate/test-evaluation';
import { LiveModel } from './training/live-model';
import { LabError, type LabFailure } from './failure';
import { KeptStages } from './funnel/kept-stages';
import { eachPercent, type Ending } from './progress';
import { failureOf } from './error-to-failure';
import { atBest, type Checkpoint } from './runs/checkpoint';
import { newRun, type RunAsked } from './runs/new-run';
import { endingOf, statusOf } from './runs/run-status';
import type { Run, RunOrigin, RunResult } from './runs/run';
import type { Kept, RunKeeper } from './runs/run-keeper';
import type { SeriesChunk } from './runs/series';
import type { Loaded } from './loading/sources';
import { Timeline } from './timeline';
import { Pace } from './training/pace';
import { giveTeachers, keptTeachers, teachersIn } from './training/kept-teachers';
import { learntBy, type Learnt } from './training/learnt';
import { makeTeachers } from './training/make-teachers';
import { trainableSettings } from './training/problems-of-run';
import { Training } from './training/training';

/** What a run needs; another one for each data set and each device. */
export interface RunInputs {
  loaded: Loaded;
  baselines: BaselineCount;
  device: Device;
}

export class Runner {
  model: LiveModel | null = null;
  /** The run under way, at rest or not; null when there is none. */
  training: Training | null = null;
  /** Resolves when the last run's loop is over and its weights are kept. Never rejects. */
  driven: Promise<void> = Promise.resolve();
  /** Of a run that has not begun. */
  private preparation = new AbortController();
  /** Models of other runs that were asked last. */
  readonly asStages = new KeptStages();
  readonly pace = new Pace();
  readonly timeline: Timeline;

  /** @param snapshots whether runs keep some */
  constructor(
    readonly announcer: Announcer,
    readonly keeper: RunKeeper,
    snapshots: boolean,
  ) {
    this.timeline = new Timeline(snapshots, (marks) => announcer.publish('snapshots', { marks }));
  }

  /**
   * A new run: fresh weights, or those of a checkpoint, and the loop, which rests before step `limit`.
   * @throws ProblemsError before anything is touched; as `makeTeachers`; LimitError
   */
  async begin(
    inputs: RunInputs,
    asked: RunAsked,
    limit: number,
    from: Omit<Kept, 'run'> & { origin: RunOrigin } = FRESH,
  ): Promise<Training> {
    const { loaded, device } = inputs;
    const settings = trainableSettings(asked, loaded.dataset, device);
    await this.halt();
    await this.askTeachers(inputs, asked, from.checkpoint);
    const of = { loaded, adapter: device.adapter };
    const run = newRun({ graph: asked.graph, settings }, of, from.origin, asked.sweep);
    return this.launch(inputs, { ...from, run }, limit);
  }

  /** Throws what `begin` would throw of a fresh run; one that rests goes on resting. */
  async check(inputs: RunInputs, asked: RunAsked): Promise<void> {
    trainableSettings(asked, inputs.loaded.dataset, inputs.device);
    const before = this.announcer.last;
    await this.askTeachers(inputs, asked, null);
    this.announcer.progress(before);
  }

  /** @throws as `makeTeachers` */
  private askTeachers({ loaded }: RunInputs, { graph, teacher = null }: RunAsked, from: Checkpoint | null) {
    const { signal } = this.preparation;
    const taught = { dataset: loaded.dataset, graph, given: teacher };
    return this.announcer.preparing((onProgress) => makeTeachers(this, taught, from, { signal, onProgress }));
  }

  /** The current run from its last checkpoint, after a reload or a lost device. @throws LimitError */
  async resume(inputs: RunInputs, kept: Kept, limit: number): Promise<Training> {
    await this.halt();
    return this.launch(inputs, kept, limit);
  }

  private launch(inputs: RunInputs, kept: Kept, limit: number): Training {
    const { run, checkpoint, series, snapshots = [] } = kept;
    this.dropModel();
    if (this.announcer.phase !== 'recovering') this.announcer.progress({ ...AT_REST, phase: 'preparing' });
    try {
      const model = new LiveModel(inputs.loaded.dataset, run.graph, run.settings);
      this.model = model;
      this.timeline.show(run.id, snapshots, checkpoint?.step ?? 0);
      const training: Training = new Training(
        model,
        inputs.device,
        {
          progress: (progress) => this.announcer.progress(progress),
          seriesGrew: () => this.announcer.publish('series', { chunks: training.series.takeNew() }),
          saved: (saved) => {
            const status = this.announcer.phase === 'paused' ? 'paused' : 'running';
            return this.keep(inputs, saved, training.series.all(), { status, ...learnt() });
          },
          pace: this.pace,
          ...this.timeline.portFor(model),
        },
        checkpoint,
        limit,
      );
      const learnt = learntBy(training, run.seconds ?? 0);
      training.series.restore(series, checkpoint?.step ?? 0);
      this.training = training;
      this.keeper.hold({ ...kept, run: { ...run, status: 'running' } });
      this.driven = this.drive(training, inputs, learnt);
      return training;
    } catch (error) {
      this.dropModel();
      this.announcer.phaseOnly('failed');
      throw error;
    }
  }

  private async drive(training: Training, inputs: RunInputs, learnt: Learnt): Promise<void> {
    try {
      const outcome = await training.run();
      if (outcome === 'finished') this.announcer.publish('trained', { step: training.model.step });
      if (outcome === 'finished') await this.finish(training, inputs.baselines);
      if (this.training !== training || inputs.device.isLost) return;
      const checkpoint = await training.checkpoint();
      // Nothing to come back to.
      if (checkpoint.step === 0) this.keeper.leave();
      else
        await this.keep(inputs, checkpoint, training.series.all(), {
          status: training.ending ?? 'stopped',
          ...learnt(),
        });
      if (this.training !== training) return;
      this.training = null;
      this.announcer.progress({ ...training.progress('done'), ending: training.ending, secondsLeft: null });
    } catch (error) {
      // After a loss nothing that fails says anything new: whoever watches the device goes on from here.
      if (this.training !== training || (await lostSoon(inputs.device))) return;
      if (statusOf(error) === 'diverged' && this.training === training)
        await this.diverged(training, inputs, learnt, error);
      else this.fail(error);
    }
  }

  /**
   * The weights that were best on validation, of all stages, stay, however much older than what was stored last; before
   * any were measured, those of the last checkpoint.
   */
  private async diverged(training: Training, inputs: RunInputs, learnt: Learnt, error: unknown): Promise<void> {
    const { model, kept, series } = training;
    const change = { status: 'diverged' as const, ...learnt() };
    const teachers = keptTeachers(model.graph, model.dataset);
    const saved = kept && this.keep(inputs, atBest(kept, teachers), series.all(), change);
    // Held at once, stored after that.
    const stays = this.keeper.current?.checkpoint;
    if (stays) model.goBackTo(stays);
    this.fail(error, kept ? { best: kept.step } : {});
    await saved;
  }

  /** The test part with the best weights, unless a stop comes between. Baselines that are not there come later. */
  private async finish(training: Training, baselines: BaselineCount): Promise<void> {
    const { stopSignal: signal } = training;
    const say = (detailShare: number | null) => {
      if (!signal.aborted) this.announcer.progress({ ...training.progress('training', 'evaluating'), detailShare });
    };
    try {
      say(null);
      const metrics = await testMetrics(training.model, signal, eachPercent(say));
      signal.throwIfAborted();
      const result: RunResult = {
        metrics,
        baselines: baselines.besideResult(),
        speed: training.speedometer.speed,
        epochs: training.epoch,
        steps: training.stepsDone,
        bestStep: training.kept?.step ?? training.stepsDone,
        stage: training.place,
        keptStage: training.keptPlace,
      };
      this.keeper.note({ result });
      this.announcer.publish('result', result);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Ends the run under way, if any, without a word of error. */
  async halt(): Promise<void> {
    const { training } = this;
    if (training && this.announcer.phase !== 'recovering') this.announcer.progress(training.progress('stopping'));
    training?.stop();
    this.preparation.abort();
    this.preparation = new AbortController();
    await this.driven;
  }

  /** Ends the run under way without keeping anything of it. */
  abandon(): void {
    this.training?.stop();
    this.training = null;
  }

  /** Said always, with `values` beside its own; a phase only where a run ends by it. */
  fail(error: unknown, values: LabFailure['values'] = {}): void {
    const { training } = this;
    this.abandon();
    if (training) void this.keeper.keepFigures({ status: statusOf(error) }, training.series.all());
    if (training || this.announcer.phase === 'recovering') this.announcer.phaseOnly('failed');
    const failure = failureOf(error);
    this.announcer.publish('failed', { ...failure, values: { ...failure.values, ...values } });
  }

  private keep(
    { loaded, baselines }: Omit<RunInputs, 'device'>,
    checkpoint: Checkpoint,
    series: SeriesChunk[],
    change: Partial<Run>,
  ): Promise<void> {
    // A run that goes on has had some: a count that is not over takes nothing away.
    const before = this.keeper.current?.run.baselines ?? {};
    const known = { ...change, baselines: joined(before, baselines.known.validation) };
    return this.keeper.save(known, { checkpoint, series, snapshots: this.timeline.all }, loaded.files);
  }

  /**
   * A run that goes on from the weights that are there: from those of a run that was stopped as if it had not been,
   * from any others with the last stage once more and an optimizer that has seen nothing.
   * @param steps how many it may take before it rests
   * @throws LabError where there is nothing to go on from
   */
  async continue(inputs: RunInputs, steps: number): Promise<Training> {
    const { current } = this.keeper;
    if (!current?.checkpoint) throw new LabError('no-weights', 'there is no run to go on with');
    const { run, checkpoint, series, snapshots } = current;
    const from: Checkpoint =
      run.status === 'stopped' || run.status === 'paused' || run.status === 'diverged'
        ? checkpoint
        : {
            ...checkpoint,
            stage: Math.min(checkpoint.stage, run.settings.stages.length - 1),
            stageStart: checkpoint.step,
            sinceBest: 0,
            moments: teachersIn(checkpoint.moments),
          };
    const training = await this.begin(inputs, run, checkpoint.step + steps, {
      origin: { kind: 'continued', run: run.id, step: checkpoint.step },
      checkpoint: from,
      series,
      ...(snapshots ? { snapshots } : {}),
    });
    // The weights that stayed may be older than the last step that ran.
    this.announcer.publish('continued', { step: checkpoint.step });
    return training;
  }

  /** Weights that come from elsewhere, and stay. @param model made for them */
  async adopt(
    model: LiveModel,
    inputs: RunInputs,
    weights: Map<string, Float32Array>,
    step: number,
    figures: Pick<Run, 'result' | 'evaluated'>,
    series: SeriesChunk[],
    origin: RunOrigin = { kind: 'imported' },
  ): Promise<Run> {
    await this.halt();
    this.use(model, weights, step);
    const checkpoint: Checkpoint = {
      step,
      weights,
      moments: keptTeachers(model.graph, model.dataset),
      best: null,
      kept: null,
      sinceBest: 0,
      stage: model.settings.stages.length,
      stageStart: step,
    };
    const run: Run = {
      ...newRun(model, { loaded: inputs.loaded, adapter: inputs.device.adapter }, origin),
      step,
      status: 'finished',
      ...figures,
    };
    this.timeline.show(run.id, []);
    this.keeper.hold({ run, checkpoint, series });
    await this.keep(inputs, checkpoint, series, {});
    return run;
  }

  /**
   * The weights at rest, by a graph that learns what theirs does and serves otherwise.
   * @throws ProblemsError; LabError (no-weights, training-not-at-rest, learns-otherwise)
   */
  async serve(inputs: RunInputs, graph: TowerGraph): Promise<{ run: Run; series: SeriesChunk[] }> {
    const { model } = this;
    const { current } = this.keeper;
    if (!model || !current) throw new LabError('no-weights', 'there are no weights to serve by');
    if (isRunning(this.announcer.phase))
      throw new LabError('training-not-at-rest', 'a run is under way: pause or stop it first');
    const other = new LiveModel(inputs.loaded.dataset, graph, model.settings);
    try {
      if (!sameTowers(learningPart(graph), learningPart(model.graph)) || !holds(model, other))
        throw new LabError('learns-otherwise', 'the graph learns something else than the weights have learnt');
      const weights = await model.readWeights();
      const own = new Map(other.compiled.weights.map(({ path }) => [path, weights.get(path)!]));
      const { series, run } = current;
      const origin: RunOrigin = { kind: 'continued', run: run.id, step: model.step };
      const none = { result: null, evaluated: null };
      return { run: await this.adopt(other, inputs, own, model.step, none, series, origin), series };
    } catch (error) {
      if (this.model !== other) other.dispose();
      throw error;
    }
  }

  /** The weights last kept, on a device that has none. */
  revive({ dataset }: Loaded): void {
    const { current } = this.keeper;
    if (!current?.checkpoint) {
      this.noWeights();
      return;
    }
    const { run, checkpoint } = current;
    try {
      const model = new LiveModel(dataset, run.graph, run.settings);
      giveTeachers(checkpoint.moments, dataset);
      this.use(model, checkpoint.weights, checkpoint.step, endingOf(run.status));
    } catch (error) {
      this.noWeights();
      throw error;
    }
  }

  private use(
    model: LiveModel,
    weights: ReadonlyMap<string, Float32Array>,
    step: number,
    ending: Ending | null = null,
  ): void {
    model.goBackTo({ step, weights });
    this.dropModel();
    this.model = model;
    this.announcer.progress({ ...AT_REST, phase: 'done', ending, step, fraction: 1 });
  }

  /** And what was kept beside it. */
  dropModel(): void {
    this.asStages.only([]);
    this.model?.dispose();
    this.model = null;
  }

  /** No phase may speak of weights that are gone. */
  noWeights(): void {
    if (this.announcer.phase === 'done' || this.announcer.phase === 'recovering') this.announcer.progress(AT_REST);
  }
}

/** Whether a model has every weight of another, of its size. */
const holds = ({ compiled }: LiveModel, other: LiveModel): boolean => {
  const known = new Map(compiled.weights.map(({ path, shape }) => [path, shape.join()]));
  return other.compiled.weights.every(({ path, shape }) => known.get(path) === shape.join());
};

const FRESH: Omit<Kept, 'run'> & { origin: RunOrigin } = {
  origin: { kind: 'trained' },
  checkpoint: null,
  series: [],
};

/** The word of a loss may come a little after the first command that fails by it. */
const LOSS_MS = 100;
const lostSoon = (device: Device): Promise<boolean> =>
  Promise.race([
    device.lost.then(() => true),
    new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(device.isLost), LOSS_MS);
    }),
  ]);
