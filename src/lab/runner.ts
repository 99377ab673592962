/** The weights of the moment and the run that trains them, from its begin to its last word. */
import type { Device } from '../engine/device';
import type { Settings, TowerGraph } from '../model/document/graph';
import { judge } from '../model/check/judge';
import { ProblemsError } from '../model/document/problem';
import { parseSettings } from '../model/check/parse';
import { schemaOf } from '../model/document/schema';
import { forbids, problemsOfStages } from '../model/nodes/stages';
import { type Announcer, AT_REST } from './announcer';
import type { BaselineCount } from './evaluate/baseline-count';
import { testMetrics } from './evaluate/model';
import { LiveModel } from './live-model';
import { LabError } from './failure';
import type { Ending } from './progress';
import { baselinesFailed, failureOf } from './refusal';
import type { RunKeeper } from './run-keeper';
import type { Loaded } from './sources';
import type { Checkpoint } from './storage';
import { Training } from './training';
import type { Metrics } from './evaluate/metrics';
import type { SeriesChunk } from './series';

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
  /** Figures of `model` on the test part, where they were asked for. */
  metrics: Metrics = {};
  /** Resolves when the last run's loop is over and its weights are kept. Never rejects. */
  driven: Promise<void> = Promise.resolve();

  constructor(
    private readonly announcer: Announcer,
    private readonly keeper: RunKeeper,
  ) {}

  /**
   * Fresh weights (or a checkpoint's) and the loop, which rests before step `limit`.
   * @throws ProblemsError before anything is touched; LimitError
   */
  async begin(
    inputs: RunInputs,
    graph: TowerGraph,
    settings: Settings,
    from: Checkpoint | null,
    limit: number,
  ): Promise<Training> {
    const { dataset } = inputs.loaded;
    const parsed = parseSettings(settings);
    if (!parsed.ok) throw new ProblemsError(parsed.problems);
    const problems = [
      ...judge(graph, schemaOf(dataset)).problems,
      ...problemsOfStages(graph, parsed.value).filter(forbids),
    ];
    if (problems.length > 0) throw new ProblemsError(problems);
    await this.halt();
    this.dropModel();
    this.keeper.last = from && { graph, settings, checkpoint: from, series: [], ending: null };
    if (this.announcer.phase !== 'recovering') this.announcer.progress({ ...AT_REST, phase: 'preparing' });
    try {
      const model = new LiveModel(dataset, graph, parsed.value);
      this.model = model;
      const training: Training = new Training(
        model,
        inputs.device,
        {
          progress: (progress) => this.announcer.progress(progress),
          seriesGrew: () => this.announcer.publish('series', { chunks: training.series.takeNew() }),
          saved: (checkpoint) => this.keep(model, inputs, checkpoint, training.series.all()),
        },
        from,
        limit,
      );
      this.training = training;
      this.driven = this.drive(training, inputs);
      return training;
    } catch (error) {
      this.dropModel();
      this.announcer.phaseOnly('failed');
      throw error;
    }
  }

  private async drive(training: Training, inputs: RunInputs): Promise<void> {
    try {
      const outcome = await training.run();
      if (outcome === 'finished') await this.finish(training, inputs.baselines);
      if (this.training !== training || inputs.device.isLost) return;
      const checkpoint = await training.checkpoint();
      this.training = null;
      this.announcer.progress({ ...training.progress('done'), ending: training.ending, secondsLeft: null });
      await this.keep(training.model, inputs, checkpoint, training.series.all(), training.ending);
    } catch (error) {
      // After a loss nothing that fails says anything new: whoever watches the device goes on from here.
      if (this.training === training && !(await lostSoon(inputs.device))) this.fail(error);
    }
  }

  /** The test part with the best weights, unless a stop comes between. */
  private async finish(training: Training, baselines: BaselineCount): Promise<void> {
    const { stopSignal: signal } = training;
    const say = (detail: 'evaluating' | 'baselines') => {
      if (!signal.aborted) this.announcer.progress(training.progress('training', detail));
    };
    try {
      say('evaluating');
      const metrics = await testMetrics(training.model, signal);
      say('baselines');
      const failure = await untilAborted(baselines.get(), signal).then(() => null, baselinesFailed);
      signal.throwIfAborted();
      this.metrics = metrics;
      this.announcer.publish('result', {
        metrics,
        baselines: baselines.known.test,
        speed: training.speed,
        epochs: training.epoch,
        steps: training.stepsDone,
        bestStep: training.kept?.step ?? training.stepsDone,
        stage: training.place,
        keptStage: training.keptPlace,
      });
      // The figures of the model stand without the baselines.
      if (failure) this.announcer.publish('failed', failure);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Ends the run under way, if any, without a word of error. */
  async halt(): Promise<void> {
    const { training } = this;
    if (training && this.announcer.phase !== 'recovering') this.announcer.progress(training.progress('stopping'));
    training?.stop();
    await this.driven;
  }

  /** Ends the run under way without keeping anything of it. */
  abandon(): void {
    this.training?.stop();
    this.training = null;
  }

  /** Said always; a phase only where a run ends by it. */
  fail(error: unknown): void {
    const { training } = this;
    this.abandon();
    if (training || this.announcer.phase === 'recovering') this.announcer.phaseOnly('failed');
    this.announcer.publish('failed', failureOf(error));
  }

  private keep(
    { graph, settings }: LiveModel,
    { loaded, baselines }: Omit<RunInputs, 'device'>,
    checkpoint: Checkpoint,
    series: SeriesChunk[],
    ending: Ending | null = null,
  ): Promise<void> {
    const phase = this.announcer.phase === 'done' ? 'done' : 'paused';
    const kept = { graph, settings, checkpoint, series, ending };
    return this.keeper.keep(kept, loaded, { phase, baselines: baselines.known.validation, metrics: this.metrics });
  }

  /**
   * The run whose weights are there goes on: one that was stopped as if it had not been, any other with its last stage
   * once more, from the best weights and an optimizer that has seen nothing.
   * @param steps how many it may take before it rests
   * @throws LabError where there is nothing to go on from
   */
  async goOn(inputs: RunInputs, steps: number): Promise<Training> {
    const { last } = this.keeper;
    if (!last) throw new LabError('no-weights', 'there is no run to go on with');
    const { graph, settings, checkpoint, series, ending } = last;
    const from: Checkpoint =
      ending === 'stopped'
        ? checkpoint
        : {
            ...checkpoint,
            stage: Math.min(checkpoint.stage, settings.stages.length - 1),
            stageStart: checkpoint.step,
            sinceBest: 0,
            moments: new Map(),
          };
    const training = await this.begin(inputs, graph, settings, from, checkpoint.step + steps);
    training.series.restore(series, checkpoint.step);
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
    metrics: Metrics,
  ): Promise<void> {
    await this.halt();
    this.use(model, weights, step);
    this.metrics = metrics;
    await this.keep(
      model,
      inputs,
      {
        step,
        weights,
        moments: new Map(),
        best: null,
        kept: null,
        sinceBest: 0,
        stage: model.settings.stages.length,
        stageStart: step,
      },
      [],
    );
  }

  /** The weights last kept, on a device that has none. */
  revive({ dataset }: Loaded): void {
    const { last } = this.keeper;
    if (!last) {
      this.noWeights();
      return;
    }
    try {
      this.use(new LiveModel(dataset, last.graph, last.settings), last.checkpoint.weights, last.checkpoint.step);
    } catch (error) {
      this.noWeights();
      throw error;
    }
  }

  private use(model: LiveModel, weights: ReadonlyMap<string, Float32Array>, step: number): void {
    model.writeWeights(weights);
    model.step = step;
    this.dropModel();
    this.model = model;
    this.announcer.progress({ ...AT_REST, phase: 'done', step, fraction: 1 });
  }

  dropModel(): void {
    this.model?.dispose();
    this.model = null;
    this.metrics = {};
  }

  /** No phase may speak of weights that are gone. */
  noWeights(): void {
    if (this.announcer.phase === 'done' || this.announcer.phase === 'recovering') this.announcer.progress(AT_REST);
  }
}

/** Waits for work that goes on without us after an abort. */
const untilAborted = (work: Promise<unknown>, signal: AbortSignal): Promise<unknown> =>
  Promise.race([
    work,
    new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    }),
  ]);

/** The word of a loss may come a little after the first command that fails by it. */
const LOSS_MS = 100;
const lostSoon = (device: Device): Promise<boolean> =>
  Promise.race([
    device.lost.then(() => true),
    new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(device.isLost), LOSS_MS);
    }),
  ]);
