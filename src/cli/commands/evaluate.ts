/** `evaluate`: exported weights on the test part of a log. */
import type { Lab } from '../../lab/protocol';
import { speak } from '../../words/words';
import type { Flags } from '../arguments';
import type { Opened } from '../headless';
import { loadData } from '../load';
import { readText } from '../input';
import { print } from '../output';
import { showProgress } from '../progress';
import { reportTable, sizesOf, type Report } from '../report';

/** Loads the data and puts the weights of `--weights` into the lab; says on stderr when they come from other data. */
export async function importInto(lab: Lab, flags: Flags, where: string) {
  const json = readText('--weights', flags.weights!);
  const dataset = await loadData(lab, flags, where);
  const imported = await lab.ask('importWeights', { json });
  if (!imported.sameData) process.stderr.write(`${speak('en').words.transfer.importedOther}\n`);
  return { dataset, ...imported };
}

export async function evaluate({ lab, device: { adapter } }: Opened, flags: Flags): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    const { dataset, settings, step } = await importInto(lab, flags, 'lab evaluate');
    const { metrics, baselines } = await lab.ask('evaluate', {});
    endProgress();
    const report: Report = {
      preset: null, seed: settings.seed, steps: step, epochs: null, ...sizesOf(dataset), metrics, baselines, speed: null, stage: null, adapter, loss: null, weights: flags.weights!,
    };
    print(flags.json ? JSON.stringify(report) : reportTable(report));
  } finally {
    endProgress();
  }
}
