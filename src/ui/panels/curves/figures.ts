/** Which curves a run has, what each shows, and what stands beside it. */
import { termSeries, type SeriesName } from '../../../lab/runs/series';
import type { Curves } from '../../../lab/stores/run';
import { LIST_SERIES, RELEVANCE_SERIES } from '../../../lab/runs/vector-series';
import { sampleOf, type Sample } from '../../../lab/runs/sample';
import { sampleWords } from '../../../words/sample';
import { findBlock } from '../../../model/nodes/registry';
import { candidatesOf, sampledOf } from '../../../model/nodes/samples';
import { objectivesOf } from '../../../model/nodes/stages';
import { protocolSentence } from '../../../words/sentences';
import { titleOf } from '../../board/describe';
import { useData, useRun, useSpeech } from '../../lab';
import { referencesOf, type Reference } from './references';

export interface Figure {
  /** Its key among the curves of the run. */
  series: SeriesName;
  title: string;
  references: readonly Reference[];
  digits: number;
  /** Said while it has no point. */
  waiting: string;
  about: string;
  /** A metric: its axis begins at zero, not at the lowest value. */
  fromZero: boolean;
  /** It is said how it stands beside the best baseline. */
  isRanked: boolean;
  /** Of validation users; null where all of them are ranked, and of a loss. */
  sample: Sample | null;
}

export function useFigures(curves: Curves): { losses: Figure[]; metrics: Figure[] } {
  const losses = useLosses(curves);
  const metrics = useMetrics(curves);
  return { losses, metrics };
}

function useLosses(curves: Curves): Figure[] {
  const speech = useSpeech();
  const { words, fill, number } = speech;
  const w = words.curves;
  const trained = useRun((run) => run.trained);
  const batch = trained?.settings.batch;
  // A single term is the loss itself.
  const objectives = trained ? objectivesOf(trained.graph) : [];
  const terms = objectives.length > 1 ? objectives.filter(({ id }) => curves[termSeries(id)]) : [];
  const aboutLoss = (): string => {
    if (!trained || !batch) return w.lossAboutPlain;
    const isOne = objectives.length === 1 && objectives[0]!.block === 'in-batch-softmax';
    // Columns beside the items of the batch are guessed among too.
    if (isOne && !sampledOf(trained.graph)) return fill(w.lossAbout, { batch, start: number(Math.log(batch), 2) });
    const asked = candidatesOf(trained.graph);
    const isSoftmax = objectives.length === 1 && objectives[0]!.block === 'list-softmax';
    // A guess is worth something else to a teacher.
    return asked && !asked.teacher && isSoftmax
      ? fill(w.lossAboutCandidates, { each: asked.each, start: number(Math.log(asked.each), 2) })
      : w.lossAboutPlain;
  };
  const common = { references: [], digits: 2, waiting: w.waiting, fromZero: false, isRanked: false, sample: null };
  return [
    {
      ...common,
      series: 'loss',
      title: w.loss,
      about: aboutLoss(),
    },
    ...terms.map((node) => ({
      ...common,
      series: termSeries(node.id),
      title: fill(w.term, { title: titleOf(node, findBlock(node.block), speech), id: node.id }),
      about: w.termAbout,
    })),
  ];
}

/** On the validation part. */
function useMetrics(curves: Curves): Figure[] {
  const speech = useSpeech();
  const { words, fill, sentences } = speech;
  const w = words.curves;
  const sample = sampleOf(curves);
  const baselines = useRun((run) => run.baselines.validation);
  const summary = useData((data) => data.summary);
  const protocol = summary ? protocolSentence(summary.protocol, summary.testUsers, speech) : '';
  const chance = summary?.chance ?? {};
  const hasPairs = curves.gauc !== undefined;
  const ofMetric = (metric: string, series: SeriesName, title: string, about: string): Figure => ({
    series,
    title,
    references: referencesOf(baselines, chance, metric, speech),
    digits: 3,
    waiting: w.waitingMetric,
    about: sample ? sentences(about, sampleWords(sample, speech, hasPairs)) : about,
    fromZero: true,
    isRanked: series === metric,
    sample,
  });
  // Where a user has one held-out item, recall is the hit rate.
  const hasRecall = summary !== null && summary.protocol.split !== 'leave-last-out';
  // A run that was trained before they were read has none.
  const hasLists = curves[LIST_SERIES.coverage] !== undefined || curves['hr@10'] === undefined;
  const hitRateAbout = protocol ? fill(w.hitRateAbout, { protocol }) : '';
  // Of all pairs, whoever is ranked.
  const ofPairs = (metric: 'auc' | 'gauc', about: string): Figure => ({
    ...ofMetric(metric, metric, w[metric], ''),
    about,
    fromZero: false,
    sample: null,
  });
  return [
    ...(hasPairs ? [ofPairs('gauc', w.gaucAbout), ofPairs('auc', w.aucAbout)] : []),
    ofMetric('hr@10', 'hr@10', w.hitRate, sentences(hitRateAbout, 'hr@10' in chance ? w.chanceAbout : '')),
    ...(hasRecall ? [ofMetric('recall@10', 'recall@10', w.recall, w.recallAbout)] : []),
    ofMetric('ndcg@10', 'ndcg@10', w.ndcg, protocol ? fill(w.ndcgAbout, { protocol }) : ''),
    ...(hasLists
      ? [
          ofMetric('coverage@10', LIST_SERIES.coverage, w.coverage, w.coverageAbout),
          ofMetric('headShare@10', LIST_SERIES.headShare, w.headShare, w.headShareAbout),
        ]
      : []),
    ...(curves[RELEVANCE_SERIES.relevance]
      ? [
          ofMetric('relevance@10', RELEVANCE_SERIES.relevance, w.relevance, w.relevanceAbout),
          ofMetric('badCases@10', RELEVANCE_SERIES.badCases, w.badCases, w.badCasesAbout),
        ]
      : []),
  ];
}
