/** Metrics of the test part, row by row, the model beside the baselines; the best of each row is marked. */
import type { ReferenceRow } from '../../../lab/evaluate/baseline-ids';
import type { Speech } from '../../../words/words';
import { useSpeech } from '../../lab';
import type { Metrics } from '../../../lab/evaluate/metrics';

/** A column of the table: the model or a baseline. */
export interface Recommender {
  id: ReferenceRow | 'model';
  name: string;
  about: string;
  metrics: Metrics;
}

export function ResultTable({
  recommenders,
  metrics,
}: {
  recommenders: readonly Recommender[];
  metrics: readonly string[];
}) {
  const { words } = useSpeech();
  const w = words.result;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={w.title}>
      <table className="result">
        <thead>
          <tr>
            <th scope="col">{w.metric}</th>
            {recommenders.map(({ id, name, about }) => (
              <th key={id} scope="col" title={about || undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <MetricRow key={metric} metric={metric} recommenders={recommenders} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MetricRow({ metric, recommenders }: { metric: string; recommenders: readonly Recommender[] }) {
  const speech = useSpeech();
  const { words, number } = speech;
  // How much of a list is well known is neither good nor bad.
  const comparable = metric !== 'headShare@10';
  const best = Math.max(...recommenders.filter(({ id }) => id !== 'oracle').map((one) => one.metrics[metric] ?? -1));
  return (
    <tr>
      <th scope="row">{metricName(metric, speech)}</th>
      {recommenders.map(({ id, metrics }) => {
        const value = metrics[metric];
        const wins = comparable && value === best && id !== 'oracle';
        return (
          <td key={id} className={[id === 'model' ? 'model' : '', wins ? 'wins' : ''].join(' ')}>
            {value === undefined ? words.common.none : bare(number(value, 3))}
            {wins && <span className="sr-only">{words.result.winner}</span>}
          </td>
        );
      })}
    </tr>
  );
}

/** '.231': a table of shares needs no leading zeros. */
const bare = (text: string): string => text.replace(/^0(?=\D)/, '');

function metricName(metric: string, { words, fill }: Speech): string {
  const [name = metric, k = ''] = metric.split('@');
  const templates: Readonly<Record<string, string>> = words.result.metrics;
  const template = templates[name];
  return template ? fill(template, { k }) : metric;
}
