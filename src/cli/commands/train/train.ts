/** `train`: a log or a world in, figures beside the baselines out, and the weights where they are wanted. */
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { loadData } from '../../load';
import { print } from '../../output';
import { writeWhole } from '../../whole-file';
import { showProgress } from '../../progress';
import { reportTable, sizesOf, type Report } from '../../report';
import { chooseDocument, readChoice, trainToEnd, warningsOf } from '../../training';

export async function train({ lab, device: { adapter } }: Opened, flags: Flags): Promise<void> {
  readChoice(flags);
  const endProgress = showProgress(lab);
  try {
    const warnings: string[] = [];
    const dataset = await loadData(lab, flags, 'lab train', (line) => warnings.push(line));
    const { preset, params, graph, settings } = await chooseDocument(lab, dataset, flags);
    for (const warning of [...warnings, ...warningsOf(graph, settings, dataset)]) process.stderr.write(`${warning}\n`);
    const { result, loss } = await trainToEnd(lab, { graph, settings });
    if (flags.out !== undefined)
      writeWhole(flags.out, (await lab.ask('exportWeights', { encoding: 'base64-f32-le' })).json);
    endProgress();
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
