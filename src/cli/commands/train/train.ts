/** `train`: a log or a world in, figures beside the baselines out, and the weights where they are wanted. */
import { LabRefusal } from '../../../lab/failure';
import type { DatasetSummary } from '../../../lab/loading/describe-data';
import type { Run, RunResult } from '../../../lab/runs/run';
import type { Settings } from '../../../model/document/graph';
import { withMeasured } from '../../../model/edits/measured-fields';
import { faultOf } from '../../faults';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { loadData } from '../../load';
import { checkSpace, print } from '../../output';
import { showProgress } from '../../progress';
import { agreementOf, rankersAsked } from '../../beside-ranker';
import { baselinesBeside } from '../../baselines';
import { fieldTimesTable, reportTable, scalingLine, sizesOf, testedLine, type Report } from '../../report';
import { jsonOf, say, textOf } from '../../terminal';
import { checkpointHeader, removeCheckpoint } from '../../run-folder';
import { chooseDocument, readChoice, teacherIn, trainToEnd, warningsOf, weightsBytes } from '../../training';
import { failureSentence } from '../../../words/sentences';
import { speech } from '../../speech';
import { UsageError } from '../../usage-error';
import { refuseOtherData, runToResume } from './resume';
import { WeightsOut } from './weights-out';

/** @param open the lab, on the data of these flags */
export async function train(open: (flags: Flags) => Promise<Opened>, given: Flags): Promise<void> {
  const resumed = given.resume === undefined ? null : runToResume(given);
  const flags = resumed?.flags ?? given;
  readChoice(flags);
  const opened = await open(flags);
  const { lab, device, interruption } = opened;
  const out = flags.out === undefined ? null : new WeightsOut(lab, interruption, flags.out);
  const endProgress = showProgress(lab);
  try {
    const warnings: string[] = [];
    const dataset = await loadData(lab, flags, 'lab train', (line) => warnings.push(line));
    const plan = resumed
      ? await goOn(opened, flags, resumed.run, dataset)
      : await begin(opened, flags, dataset, (line) => warnings.push(line));
    const rankers = await rankersAsked(lab, flags, dataset);
    for (const warning of warnings) say(warning);
    const figures = await trainInto(out, opened, plan, flags);
    if (!figures) return;
    const teacherScaling = await lab.ask('teacherScaling', {});
    if (teacherScaling) say(scalingLine(teacherScaling));
    say(testedLine(figures.metrics));
    const { agreement, unanswered } = await agreementOf(lab, rankers);
    const { baselines, failure } = await baselinesBeside(opened, figures.baselines);
    endProgress();
    const { preset, params, settings, fieldTimes } = plan;
    const report: Report = {
      preset,
      params,
      fieldTimes,
      seed: settings.seed,
      ...sizesOf(dataset),
      ...figures,
      baselines,
      teacherScaling,
      agreement,
      adapter: device.adapter,
      weights: flags.out ?? null,
    };
    print(flags.json ? jsonOf(report) : textOf(reportTable(report)));
    if (failure ?? unanswered) throw failure ?? unanswered;
    await out?.finish().catch((error: unknown) => {
      // As it was written before the baselines.
      say(`weights in ${flags.out}`);
      throw error;
    });
  } finally {
    endProgress();
  }
}

/** What is trained, and what lets it begin; `over`: a run that has come to its end. */
interface Plan {
  preset: string | null;
  params: string | null;
  settings: Settings;
  /** Measured before it begins; null where nobody asked for it. */
  fieldTimes: Report['fieldTimes'];
  begin: () => Promise<unknown>;
  over: Run | null;
}

async function begin(
  { lab }: Opened,
  flags: Flags,
  dataset: DatasetSummary,
  warn: (line: string) => void,
): Promise<Plan> {
  const { preset, params, graph: drawn, settings } = await chooseDocument(lab, dataset, flags);
  const fieldTimes = flags['measure-fields'] ? await lab.ask('fieldTimes', { graph: drawn }) : null;
  const graph = fieldTimes ? withMeasured(drawn, fieldTimes) : drawn;
  if (fieldTimes) for (const line of fieldTimesTable(fieldTimes)) say(line);
  for (const warning of warningsOf(graph, settings, dataset)) warn(warning);
  if (flags.out !== undefined) checkSpace('--out', flags.out, weightsBytes(graph, dataset));
  const begin = async () => lab.ask('start', { graph, settings, ...(await teacherIn(flags)) });
  return { preset, params, settings, fieldTimes, begin, over: null };
}

/** @throws UsageError where the data is another, or its checkpoint does not fit */
async function goOn({ lab }: Opened, { out }: Flags, stored: Run, dataset: DatasetSummary): Promise<Plan> {
  const { id, graph, settings } = stored;
  refuseOtherData(stored, dataset);
  if (out !== undefined) checkSpace('--out', out, weightsBytes(graph, dataset));
  const { lacks, progress, run } = await lab.ask('openRun', { id, goOn: true }).catch(unlessDamaged(id));
  if (lacks) throw new UsageError(`--resume: the checkpoint of the run "${id}" does not fit its graph`);
  return {
    preset: graph.madeFrom && 'preset' in graph.madeFrom ? graph.madeFrom.preset : null,
    params: null,
    settings,
    fieldTimes: null,
    begin: () => lab.ask('resume', {}),
    over: progress.phase === 'done' ? run : null,
  };
}

type Figures = Pick<Report, 'metrics' | 'baselines' | 'speed' | 'stage' | 'keptStage' | 'steps' | 'epochs' | 'loss'>;

/** Trains, and keeps the weights wherever that ends. @returns null where it was ended before */
async function trainInto(
  out: WeightsOut | null,
  { lab, interruption }: Opened,
  { begin, over }: Plan,
  { 'run-dir': folder }: Flags,
): Promise<Figures | null> {
  let run = over;
  const unlisten = lab.on('run', (changed) => {
    run = changed;
  });
  const goesOn = () => (run && folder !== undefined ? howToGoOn(run, folder) : []);
  const ended = (at: string): string =>
    [`stopped${at}; ${out?.written ? `weights in ${out.written}` : 'no weights were written'}`, ...goesOn()].join('; ');
  interruption.rescue = async () => {
    await out?.rescue(true).catch(unlessThereAreNone);
    interruption.outcome = ended(`, last saved at step ${run?.step ?? 0}`);
  };
  try {
    if (over) {
      const figures = await figuresOf(over);
      interruption.outcome = ended('');
      return figures;
    }
    const { result, step, loss } = await trainToEnd(lab, begin, () => out?.writeEarly());
    if (result) await finish();
    else if (step > 0) await out?.rescue(false);
    interruption.outcome = ended(` at step ${step}`);
    return result && figuresIn(result, loss);
  } catch (error) {
    // What cannot be kept either is said first: the last line is why.
    await out
      ?.rescue(true)
      .catch(unlessThereAreNone)
      .catch((lost: unknown) => say(faultOf(lost, {}).line));
    if (out?.written) say(`weights in ${out.written}`);
    for (const line of goesOn()) say(line);
    throw error;
  } finally {
    unlisten();
  }

  /** A run whose weights lie in a file has nothing to go on with. */
  async function finish(): Promise<void> {
    await out?.finish();
    if (out && run && folder !== undefined) removeCheckpoint(folder, run.id);
  }

  async function figuresOf({ step, result }: Run): Promise<Figures> {
    const figures = result
      ? figuresIn(result, null)
      : {
          ...(await lab.ask('evaluate', {})),
          speed: null,
          stage: null,
          keptStage: null,
          steps: step,
          epochs: null,
          loss: null,
        };
    await finish();
    return figures;
  }
}

const figuresIn = (
  { metrics, baselines, speed, stage, keptStage, steps, epochs }: RunResult,
  loss: Figures['loss'],
): Figures => ({ metrics, baselines, speed, stage, keptStage, steps, epochs, loss });

/** With what the folder holds, which is older where there was no room in it. Who diverged would do so again. */
function howToGoOn({ id, status }: Run, folder: string): string[] {
  try {
    const checkpoint = status === 'diverged' ? null : checkpointHeader(folder, id);
    return checkpoint ? [`train --resume ${id} --run-dir ${folder} goes on with it from step ${checkpoint.step}`] : [];
  } catch {
    return [];
  }
}

/** A checkpoint that cannot be read is a mistake in what was given. */
const unlessDamaged =
  (id: string) =>
  (error: unknown): never => {
    if (!(error instanceof LabRefusal && ['run-damaged', 'run-newer'].includes(error.failure.code))) throw error;
    throw new UsageError(`--resume: "${id}" cannot be read: ${failureSentence(error.failure, speech)}`);
  };

function unlessThereAreNone(error: unknown): void {
  if (!(error instanceof LabRefusal && error.failure.code === 'no-weights')) throw error;
}
