/** What is read of a run beside the live values of blocks: its vectors at each evaluation, and its gradients. */
import type { SeriesName } from '../../../lab/runs/series';
import { deadSeries, gradientSeries, RANK_SERIES, SCORE_SERIES } from '../../../lab/runs/vector-series';
import type { Curves } from '../../../lab/stores/run';
import { FROM_ZERO, SHARES } from '../../../model/blocks/block';
import type { TowerGraph } from '../../../model/document/graph';
import { nodeName } from '../../editing/named';
import { useJudgement } from '../../judgement';
import { useRun, useSpeech } from '../../lab';
import type { LiveValue } from '../../live';
import { LiveFigure } from './LiveFigure';
import { widthOf } from './width';

export function TrainingFigures({ graph }: { graph: TowerGraph }) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.inside;
  const curves = useRun((run) => run.shown);
  const width = widthOf(useJudgement(graph));
  const ranks = [...read(curves, w.users, RANK_SERIES.user), ...read(curves, w.items, RANK_SERIES.item)];
  const scores = [
    ...read(curves, w.positives, SCORE_SERIES.positives.mean, SCORE_SERIES.positives.spread),
    ...read(curves, w.negatives, SCORE_SERIES.negatives.mean, SCORE_SERIES.negatives.spread),
  ];
  const ofNodes = (series: (nodeId: string) => SeriesName): LiveValue[] =>
    graph.nodes.flatMap(({ id }) => read(curves, nodeName(graph, id, speech), series(id)));
  return (
    <>
      <LiveFigure title={w.scores} values={scores} axis={FROM_ZERO} about={w.scoresAbout} />
      <LiveFigure
        title={w.ranks}
        values={ranks}
        axis={{ origin: 0, ends: width === null ? null : [0, width] }}
        about={width === null ? '' : fill(w.ranksAbout, { width })}
      />
      <OfNodes title={w.dead} values={ofNodes(deadSeries)} axis={SHARES} about={w.deadAbout} />
      <OfNodes title={w.gradients} values={ofNodes(gradientSeries)} axis={FROM_ZERO} about={w.gradientsAbout} />
    </>
  );
}

/** A value for each node; one alone has no bar that is called by it. */
function OfNodes(props: Pick<Parameters<typeof LiveFigure>[0], 'title' | 'values' | 'axis' | 'about'>) {
  const [first, ...others] = props.values;
  const only = first && others.length === 0 ? { of: first.label, node: <p className="about">{first.label}</p> } : {};
  return <LiveFigure {...props} {...only} />;
}

/** One value, once it was read. */
function read(curves: Curves, label: string, name: SeriesName, spread?: SeriesName): LiveValue[] {
  const curve = curves[name];
  const mean = curve?.values.at(-1);
  return curve && mean !== undefined
    ? [{ label, mean, spread: (spread && curves[spread]?.values.at(-1)) ?? 0, curve }]
    : [];
}
