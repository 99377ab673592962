/** `evaluate`: exported weights on the test part of a log, as one list of each user or interest by interest. */
import type { InterestsOverall, Lab, ListFigures } from '../../lab/protocol';
import { protocolSentence } from '../../words/sentences';
import { speak } from '../../words/words';
import type { Flags } from '../arguments';
import type { Opened } from '../headless';
import { loadData } from '../load';
import { readText } from '../input';
import { print } from '../output';
import { showProgress } from '../progress';
import { listsOf } from '../lists';
import { alignColumns, reportTable, sizesOf, type Report } from '../report';

const speech = speak('en');
const { words, fill } = speech;

/** Loads the data and puts the weights of `--weights` into the lab; says on stderr when they come from other data. */
export async function importInto(lab: Lab, flags: Flags, where: string) {
  const json = readText('--weights', flags.weights!);
  const dataset = await loadData(lab, flags, where);
  const imported = await lab.ask('importWeights', { json });
  if (!imported.sameData) process.stderr.write(`${words.transfer.importedOther}\n`);
  return { dataset, ...imported };
}

export async function evaluate({ lab, device: { adapter } }: Opened, flags: Flags): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    const { dataset, settings, step } = await importInto(lab, flags, 'lab evaluate');
    if (flags['per-interest']) {
      const overall = await lab.ask('evaluateByInterest', listsOf(dataset, flags));
      endProgress();
      print(flags.json ? JSON.stringify(overall) : overallTable(overall, protocolSentence(dataset.protocol, dataset.testUsers, speech)));
      return;
    }
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

export function overallTable({ k, users, category, merged, alone, popularity }: InterestsOverall, protocol: string): string {
  const { lanes: w, result: { metrics }, baseline, common } = words;
  const rows: [string, number, ListFigures][] = [
    [w.mergedRow, users, merged], ...alone.map(({ interest, users: own, figures }): [string, number, ListFigures] => [fill(w.lane, { n: interest + 1 }), own, figures]), [baseline.popularity, users, popularity],
  ];
  const keys = ['recall', 'coverage', 'headShare', ...(category === null ? [] : ['leastRecall' as const])] as const;
  const cell = (value: number | null): string => (value === null ? common.none : value.toFixed(4));
  return [
    fill(w.overallAbout, { k, protocol }), ...(category === null ? [] : [fill(w.leastAbout, { k, n: merged.leastUsers, category })]), '',
    alignColumns([
      ['', w.users, ...keys.map((key) => (fill(key === 'leastRecall' ? w.least : metrics[key], { k })))],
      ...rows.map(([name, own, figures]) => [name, String(own), ...keys.map((key) => cell(figures[key]))]),
    ]),
  ].join('\n');
}
