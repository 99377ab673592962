/**
 * Live values where they arise: bars on a node that has a few, columns on one that has many. The tab Inside says them
 * in words and as a table.
 */
import { useShallow } from 'zustand/react/shallow';
import { termSeries } from '../../lab/runs/series';
import { meanSeries, type Probe } from '../../model/check/probe';
import { objectivesOf } from '../../model/nodes/stages';
import { useRun, useSpeech } from '../lab';
import { highest, labelOf, lowest, scaleOf } from '../live';
import { useTrainedProbes } from '../judgement';
import { MOST_GAUGE_BARS, MOST_NAMED_COLUMNS } from './measure';

const DIGITS = 2;

interface Reading {
  label: string;
  mean: number;
}
const NONE: readonly number[] = [];

/**
 * Empty until the run on screen has read them, and where that run has other ones. Drawn again only when a number is
 * another one.
 */
function useReadings(probe: Probe): readonly Reading[] {
  const speech = useSpeech();
  const isTrained = useTrainedProbes().some(
    ({ key, labels }) => key === probe.key && labels.join() === probe.labels.join(),
  );
  const means = useRun(
    useShallow(({ curves }) =>
      isTrained ? probe.labels.flatMap((_, at) => curves[meanSeries(probe.key, at)]?.values.at(-1) ?? []) : NONE,
    ),
  );
  return means.length < probe.labels.length
    ? []
    : probe.labels.map((label, at) => ({ label: labelOf(probe, label, speech), mean: means[at] ?? 0 }));
}

/** What an objective is at the last step, before its weight; a single one is the loss itself. */
export function LiveTerm({ id }: { id: string }) {
  const { number } = useSpeech();
  const value = useRun(({ curves, trained }) => {
    const terms = trained ? objectivesOf(trained.graph) : [];
    return terms.some((term) => term.id === id)
      ? curves[terms.length > 1 ? termSeries(id) : 'loss']?.values.at(-1)
      : undefined;
  });
  return <span aria-hidden="true">{value === undefined ? '' : number(value, DIGITS)}</span>;
}

export function Gauge({ probe }: { probe: Probe }) {
  const values = useReadings(probe);
  return probe.labels.length > MOST_GAUGE_BARS ? (
    <Columns probe={probe} values={values} />
  ) : (
    <Bars probe={probe} values={values} />
  );
}

function Bars({ probe, values }: { probe: Probe; values: readonly Reading[] }) {
  const speech = useSpeech();
  const { zero, share } = scaleOf(values);
  return (
    <span className="gauge" aria-hidden="true">
      {probe.labels.map((label, at) => {
        const mean = values[at]?.mean;
        return (
          <span key={at} className="gauge-row">
            <span>{labelOf(probe, label, speech)}</span>
            <i className="gauge-track">
              {mean !== undefined && (
                <i
                  style={{ left: `${100 * (mean < 0 ? zero - share(mean) : zero)}%`, width: `${100 * share(mean)}%` }}
                />
              )}
            </i>
            <span>{mean === undefined ? '' : speech.number(mean, DIGITS)}</span>
          </span>
        );
      })}
    </span>
  );
}

function Columns({ probe, values }: { probe: Probe; values: readonly Reading[] }) {
  const { number } = useSpeech();
  const { share } = scaleOf(values);
  const [high, low] = [highest(values), lowest(values)];
  return (
    <span className="gauge" aria-hidden="true">
      <span className="gauge-columns">
        {probe.labels.map((label, at) => (
          <i key={at} title={label} style={{ height: `${100 * share(values[at]?.mean ?? 0)}%` }} />
        ))}
      </span>
      {probe.labels.length > MOST_NAMED_COLUMNS ? (
        <span className="gauge-ends">
          <span>{probe.labels[0]}</span>
          <span>{probe.labels.at(-1)}</span>
        </span>
      ) : (
        (
          [
            ['↑', high],
            ['↓', low],
          ] as const
        ).map(([arrow, end]) => (
          <span key={arrow} className="gauge-ends">
            <span>{end && `${arrow} ${end.label}`}</span>
            <span>{end && number(end.mean, DIGITS)}</span>
          </span>
        ))
      )}
    </span>
  );
}
