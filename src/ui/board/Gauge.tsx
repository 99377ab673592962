/**
 * Live values where they arise: bars on a node that has a few, columns on one that has many. The tab Inside says them
 * in words and as a table.
 */
import { useShallow } from 'zustand/react/shallow';
import { termSeries } from '../../lab/runs/series';
import { meanSeries, type Probe } from '../../model/check/probe';
import { objectivesOf } from '../../model/nodes/stages';
import { useRun, useSpeech } from '../lab';
import { Bar, Column } from '../controls/Bar';
import { highest, labelOf, lowest, rangeInWords, scaleOf } from '../live';
import { MOST_GAUGE_BARS, MOST_NAMED_COLUMNS } from './measure';

const DIGITS = 2;

interface Reading {
  label: string;
  mean: number;
}
const NONE: readonly number[] = [];

/** Empty until the run has read them, and where it trained other towers. Drawn again only when a number changes. */
function useReadings(probe: Probe, isLive: boolean): readonly Reading[] {
  const speech = useSpeech();
  const means = useRun(
    useShallow(({ shown: curves }) =>
      isLive ? probe.labels.flatMap((_, at) => curves[meanSeries(probe.key, at)]?.values.at(-1) ?? []) : NONE,
    ),
  );
  return means.length < probe.labels.length
    ? []
    : probe.labels.map((label, at) => ({ label: labelOf(probe, label, speech), mean: means[at] ?? 0 }));
}

/** What an objective is at the step that is shown, before its weight; a single one is the loss itself. */
export function LiveTerm({ id }: { id: string }) {
  const { number } = useSpeech();
  const value = useRun(({ shown: curves, trained }) => {
    const terms = trained ? objectivesOf(trained.graph) : [];
    return terms.some((term) => term.id === id)
      ? curves[terms.length > 1 ? termSeries(id) : 'loss']?.values.at(-1)
      : undefined;
  });
  return <span aria-hidden="true">{value === undefined ? '' : number(value, DIGITS)}</span>;
}

/** @param isLive the run trained the towers on screen */
export function Gauge({ probe, isLive }: { probe: Probe; isLive: boolean }) {
  const values = useReadings(probe, isLive);
  return probe.labels.length > MOST_GAUGE_BARS ? (
    <Columns probe={probe} values={values} />
  ) : (
    <Bars probe={probe} values={values} />
  );
}

function Bars({ probe, values }: { probe: Probe; values: readonly Reading[] }) {
  const speech = useSpeech();
  const scale = scaleOf(values, probe.axis);
  return (
    <span className="gauge" aria-hidden="true" title={values.length > 0 ? rangeInWords(scale, speech) : undefined}>
      {probe.labels.map((label, at) => {
        const mean = values[at]?.mean;
        return (
          <span key={at} className="gauge-row">
            <span>{labelOf(probe, label, speech)}</span>
            <i className="gauge-track">{mean !== undefined && <Bar scale={scale} value={mean} />}</i>
            <span>{mean === undefined ? '' : speech.number(mean, DIGITS)}</span>
          </span>
        );
      })}
    </span>
  );
}

function Columns({ probe, values }: { probe: Probe; values: readonly Reading[] }) {
  const speech = useSpeech();
  const { number } = speech;
  const scale = scaleOf(values, probe.axis);
  const [high, low] = [highest(values), lowest(values)];
  return (
    <span className="gauge" aria-hidden="true" title={values.length > 0 ? rangeInWords(scale, speech) : undefined}>
      <span className="gauge-columns">
        {probe.labels.map((label, at) => (
          <Column key={at} title={label} scale={scale} value={values[at]?.mean ?? scale.origin} />
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
