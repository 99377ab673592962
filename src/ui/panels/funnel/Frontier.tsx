/** What cut-offs of the same stages cost a user against what the list at the end hits, and those that none beats. */
import type { Tried } from '../../../lab/stores/funnel';
import { Scatter } from '../../charts/Scatter';
import { useSpeech } from '../../lab';
import { frontierOf, weightsOf, workOf } from './figures';

const METRIC = 'hr@10';
/** Where the axis ends: the first that holds all. */
const ENDS = [0.02, 0.05, 0.1, 0.2, 0.5, 1];

export function Frontier({ tried }: { tried: readonly Tried[] }) {
  const speech = useSpeech();
  const { words, fill, number, compact, line } = speech;
  const w = words.funnel.panel;
  const points = tried.map((one, at) => ({ at, one, x: workOf(one), y: one.metrics[METRIC] ?? 0 }));
  const frontier = frontierOf(points);
  const highest = points.reduce((most, { y }) => Math.max(most, y), 0);
  return (
    <Scatter
      label={w.frontier}
      xLabel={fill(w.workUpTo, { most: compact(points.reduce((most, { x }) => Math.max(most, x), 0)) })}
      yLabel="HR@10"
      most={ENDS.find((end) => highest <= end) ?? 1}
      path={frontier}
      points={points.map(({ at, one, x, y }) => ({
        key: String(at),
        x,
        y,
        title: fill(w.triedPoint, {
          keeps: line(one.stages.map(({ keep }) => number(keep)).join(' → '), weightsOf(one, speech)),
          work: compact(x),
          value: number(y, 3),
        }),
        isFull: frontier.some((best) => best.at === at),
        side: 'user',
      }))}
    />
  );
}
