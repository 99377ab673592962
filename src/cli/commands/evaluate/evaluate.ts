/** `evaluate`: exported weights on the test part of a log, as one list of each user or interest by interest. */
import type { Protocol } from '../../../data/dataset';
import type { Lab } from '../../../lab/protocol';
import { allUsersTable } from '../../../words/all-users';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { withParams } from '../../block-params';
import { loadData } from '../../load';
import { print } from '../../output';
import { showProgress } from '../../progress';
import { listsAsked } from '../../lists';
import { agreementOf, rankersAsked } from '../../beside-ranker';
import { baselinesBeside } from '../../baselines';
import { reportTable, sizesOf, testedLine, type Report } from '../../report';
import { alignColumns, jsonOf, say, textOf } from '../../terminal';
import { otherDataLine, weightsFile } from '../../weights-file';
import type { InterestsOverall } from '../../../lab/evaluate/overall';
import { speech } from '../../speech';

const { words } = speech;

/**
 * Loads the data and puts the weights of `--weights` into the lab, to serve by `--params`; says on stderr when they
 * come from other data.
 */
export async function importInto(lab: Lab, flags: Flags, where: string) {
  const { json, givenAs } = await weightsFile('--weights', flags.weights!);
  const dataset = await loadData(lab, flags, where);
  const { run, sameData, known } = await lab.ask('importWeights', { json });
  if (!sameData) say(otherDataLine({ weights: givenAs, known }));
  if (!flags.params) return { dataset, run };
  const served = await lab.ask('serve', { graph: withParams(run.graph, flags.params) });
  return { dataset, run: served.run };
}

export async function evaluate(opened: Opened, flags: Flags): Promise<void> {
  const {
    lab,
    device: { adapter },
    interruption,
  } = opened;
  const endProgress = showProgress(lab);
  try {
    const { dataset, run } = await importInto(lab, flags, 'lab evaluate');
    const rankers = await rankersAsked(lab, flags, dataset);
    if (flags['per-interest']) {
      const overall = await lab.ask('evaluateByInterest', listsAsked(dataset, flags));
      endProgress();
      print(flags.json ? jsonOf({ ...overall, ...dataset.told }) : textOf(overallTable(overall, dataset.protocol)));
      return;
    }
    const { metrics, baselines: known } = await lab.ask('evaluate', {});
    say(testedLine(metrics));
    interruption.outcome = 'stopped';
    const { agreement, unanswered } = await agreementOf(lab, rankers);
    const { baselines, failure } = await baselinesBeside(opened, known);
    endProgress();
    const report: Report = {
      preset: null,
      params: null,
      fieldTimes: null,
      seed: run.settings.seed,
      steps: run.step,
      epochs: null,
      ...sizesOf(dataset),
      metrics,
      baselines,
      teacherScaling: null,
      agreement,
      speed: null,
      stage: null,
      keptStage: null,
      adapter,
      loss: null,
      weights: flags.weights!,
    };
    print(flags.json ? jsonOf(report) : textOf(reportTable(report)));
    if (failure ?? unanswered) throw failure ?? unanswered;
  } finally {
    endProgress();
  }
}

function overallTable(overall: InterestsOverall, protocol: Protocol): string[] {
  const { head, rows, about } = allUsersTable(overall, protocol, speech);
  const cell = (value: number | null): string => (value === null ? words.common.none : value.toFixed(4));
  return [
    ...about,
    '',
    ...alignColumns([head, ...rows.map(({ name, users, figures }) => [name, String(users), ...figures.map(cell)])]),
  ];
}
