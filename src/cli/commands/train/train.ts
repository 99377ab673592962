/** `train`: a log or a world in, figures beside the baselines out, and the weights where they are wanted. */
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { LabRefusal } from '../../../lab/failure';
import { loadData } from '../../load';
import { print } from '../../output';
import { showProgress } from '../../progress';
import { reportTable, sizesOf, type Report } from '../../report';
import { chooseDocument, readChoice, trainToEnd, warningsOf, type Finished } from '../../training';
import { WeightsOut } from './weights-out';

export async function train({ lab, device: { adapter }, interruption }: Opened, flags: Flags): Promise<void> {
  readChoice(flags);
  const out = flags.out === undefined ? null : new WeightsOut(lab, interruption, flags.out);
  const endProgress = showProgress(lab);
  try {
    const warnings: string[] = [];
    const dataset = await loadData(lab, flags, 'lab train', (line) => warnings.push(line));
    const { preset, params, graph, settings } = await chooseDocument(lab, dataset, flags);
    for (const warning of [...warnings, ...warningsOf(graph, settings, dataset)]) process.stderr.write(`${warning}\n`);
    const { result, loss } = await trainInto(out, { lab, interruption }, { graph, settings });
    endProgress();
    if (!result) return;
    const { metrics, baselines, speed, stage, keptStage, steps, epochs } = result;
    const report: Report = {
      preset,
      params,
      seed: settings.seed,
      steps,
      epochs,
      ...sizesOf(dataset),
      metrics,
      baselines,
      speed,
      stage,
      keptStage,
      adapter,
      loss,
      weights: flags.out ?? null,
    };
    print(flags.json ? JSON.stringify(report) : reportTable(report));
  } finally {
    endProgress();
  }
}

/** Trains, and keeps the weights wherever that ends. */
async function trainInto(
  out: WeightsOut | null,
  { lab, interruption }: Pick<Opened, 'lab' | 'interruption'>,
  document: Parameters<typeof trainToEnd>[1],
): Promise<Finished> {
  let keptStep = 0;
  const unlisten = lab.on('run', (run) => {
    keptStep = run.step;
  });
  const ended = (at: string): string =>
    `stopped${at}; ${out?.written ? `weights in ${out.written}` : 'nothing was written'}`;
  interruption.rescue = async () => {
    await out?.rescue(true).catch(unlessThereAreNone);
    interruption.outcome = ended(`, last saved at step ${keptStep}`);
  };
  try {
    const finished = await trainToEnd(lab, document, () => out?.writeEarly());
    if (finished.result) await out?.finish();
    else if (finished.step > 0) await out?.rescue(false);
    interruption.outcome = ended(` at step ${finished.step}`);
    return finished;
  } catch (error) {
    await out?.rescue(true).catch(unlessThereAreNone);
    if (out?.written) process.stderr.write(`weights in ${out.written}\n`);
    throw error;
  } finally {
    unlisten();
  }
}

function unlessThereAreNone(error: unknown): void {
  if (!(error instanceof LabRefusal && error.failure.code === 'no-weights')) throw error;
}
