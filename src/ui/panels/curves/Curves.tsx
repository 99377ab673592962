/** Live curves: what they show, now, and by which protocol. */
import { REFERENCE_ROWS } from '../../../lab/rankers/rankers';
import { termSeries } from '../../../lab/runs/series';
import type { Curve } from '../../../lab/stores/thin';
import { findBlock } from '../../../model/nodes/registry';
import { objectivesOf } from '../../../model/nodes/stages';
import { titleOf } from '../../board/describe';
import { useData, useRun, useSpeech } from '../../lab';
import { rowWords } from '../../../words/rankers';
import { protocolSentence } from '../../../words/sentences';
import type { Speech } from '../../../words/words';
import { Counting } from '../Counting';
import { CurveFigure, type Reference } from './CurveFigure';
import { useBeside } from './useBeside';
import type { Baselines } from '../../../lab/evaluate/baseline-figures';

const EMPTY: Curve = { steps: [], values: [] };
/**
 * Lines of baselines a chart has room for: the highest, beside the oracle. All of them stand in the table of the test
 * part.
 */
const LINES = 4;

export function Curves() {
  const speech = useSpeech();
  const { words, fill, number } = speech;
  const curves = useRun((run) => run.curves);
  const baselines = useRun((run) => run.baselines.validation);
  const summary = useData((data) => data.summary);
  const trained = useRun((run) => run.trained);
  const besideIn = useBeside();
  const batch = trained?.settings.batch;
  // A single term is the loss itself.
  const objectives = trained ? objectivesOf(trained.graph) : [];
  const terms = objectives.length > 1 ? objectives.filter(({ id }) => curves[termSeries(id)]) : [];
  const protocol = summary ? protocolSentence(summary.protocol, summary.testUsers, speech) : '';
  const w = words.curves;
  return (
    <>
      <CurveFigure
        series="loss"
        title={w.loss}
        curve={curves.loss ?? EMPTY}
        beside={besideIn('loss')}
        references={[]}
        digits={2}
        waiting={w.waiting}
        about={batch ? fill(w.lossAbout, { batch, start: number(Math.log(batch), 2) }) : w.lossAboutPlain}
        fromZero={false}
      />
      {terms.map((node) => (
        <CurveFigure
          key={node.id}
          series={termSeries(node.id)}
          title={fill(w.term, { title: titleOf(node, findBlock(node.block), speech), id: node.id })}
          curve={curves[termSeries(node.id)] ?? EMPTY}
          beside={besideIn(termSeries(node.id))}
          references={[]}
          digits={2}
          waiting={w.waiting}
          about={w.termAbout}
          fromZero={false}
        />
      ))}
      <Counting part="validation" />
      <CurveFigure
        series="hr@10"
        title={w.hitRate}
        curve={curves['hr@10'] ?? EMPTY}
        beside={besideIn('hr@10')}
        references={referencesOf(baselines, 'hr@10', speech)}
        digits={3}
        waiting={w.waitingMetric}
        about={protocol ? fill(w.hitRateAbout, { protocol }) : ''}
        fromZero
      />
      <CurveFigure
        series="ndcg@10"
        title={w.ndcg}
        curve={curves['ndcg@10'] ?? EMPTY}
        beside={besideIn('ndcg@10')}
        references={referencesOf(baselines, 'ndcg@10', speech)}
        digits={3}
        waiting={w.waitingMetric}
        about={protocol ? fill(w.ndcgAbout, { protocol }) : ''}
        fromZero
      />
    </>
  );
}

function referencesOf(baselines: Baselines, metric: string, speech: Speech): Reference[] {
  const rows = REFERENCE_ROWS.flatMap((id) => {
    const value = baselines[id]?.[metric];
    return value === undefined ? [] : [{ id, name: rowWords(id, speech).title, value }];
  });
  const highest = rows
    .filter(({ id }) => id !== 'oracle')
    .toSorted((a, b) => b.value - a.value)
    .slice(0, LINES);
  return rows.filter((row) => row.id === 'oracle' || highest.includes(row));
}
