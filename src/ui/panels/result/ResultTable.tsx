/** Figures of the test set, a row for the model and for each baseline; the best of each figure is marked. */
import { useState } from 'react';
import type { ReferenceRow } from '../../../lab/rankers/rankers';
import type { Metrics } from '../../../lab/evaluate/metrics';
import type { Speech } from '../../../words/words';
import { useSpeech } from '../../lab';

/** A row of the table: the model or a baseline; without figures where it was not computed, and why. */
export interface Recommender {
  id: ReferenceRow | 'model';
  name: string;
  about: string;
  metrics: Metrics;
  /** Why it has no figures; null where it has. */
  left: string | null;
}

/** Figures that a panel has room for; the others are shown where they are asked for. */
const FIRST = 4;

/** @param metrics by name, the first ones first */
export function ResultTable({
  recommenders,
  metrics,
}: {
  recommenders: readonly Recommender[];
  metrics: readonly string[];
}) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.result;
  const [all, setAll] = useState(false);
  const shown = all ? metrics : metrics.slice(0, FIRST);
  return (
    <>
      <div className="scroll" tabIndex={0} role="group" aria-label={w.title}>
        <table className="result">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">{w.recommender}</span>
              </th>
              {shown.map((metric) => (
                <th key={metric} scope="col" title={metricAbout(metric, speech)}>
                  {metricName(metric, speech)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {recommenders.map((one) => (
              <Row key={one.id} recommender={one} metrics={shown} best={(metric) => bestOf(recommenders, metric)} />
            ))}
          </tbody>
        </table>
      </div>
      {metrics.length > FIRST && (
        <button type="button" className="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? w.fewer : fill(w.all, { n: metrics.length })}
        </button>
      )}
    </>
  );
}

/** Of those that could be built. How much of a list is well known is neither good nor bad: it has no best. */
const bestOf = (recommenders: readonly Recommender[], metric: string): number | null =>
  metric.startsWith('headShare')
    ? null
    : Math.max(...recommenders.filter(({ id }) => id !== 'oracle').map((one) => one.metrics[metric] ?? -1));

function Row({
  recommender: { id, name, about, metrics: own, left },
  metrics,
  best,
}: {
  recommender: Recommender;
  metrics: readonly string[];
  best(metric: string): number | null;
}) {
  const { words, number } = useSpeech();
  return (
    <tr className={id === 'model' ? 'model' : undefined}>
      <th scope="row" title={about || undefined}>
        {name}
      </th>
      {left !== null && (
        <td className="without" colSpan={metrics.length}>
          {left}
        </td>
      )}
      {(left === null ? metrics : []).map((metric) => {
        const value = own[metric];
        const wins = id !== 'oracle' && value !== undefined && value === best(metric);
        return (
          <td key={metric} className={wins ? 'wins' : undefined}>
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

const partsOf = (metric: string): { name: string; k: string } => {
  const [name = metric, k = ''] = metric.split('@');
  return { name, k };
};

function metricName(metric: string, { words, fill }: Speech): string {
  const { name, k } = partsOf(metric);
  const template = (words.result.metrics as Readonly<Record<string, string>>)[name];
  return template ? fill(template, { k }) : metric;
}

function metricAbout(metric: string, { words, fill }: Speech): string | undefined {
  const { name, k } = partsOf(metric);
  const template = (words.result.metricsAbout as Readonly<Record<string, string>>)[name];
  return template && fill(template, { k });
}
