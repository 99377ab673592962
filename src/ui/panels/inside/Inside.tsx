/**
 * What a run shows of its inside: what ails it, what blocks publish while they train, what channels give to scores,
 * what its vectors are like, which units are dead, and how large gradients are.
 */
import { useMemo } from 'react';
import { LEARNT_WEIGHT } from '../../../model/nodes/learnt-weight';
import { findBlock } from '../../../model/nodes/registry';
import type { TowerGraph } from '../../../model/document/graph';
import { nodeById } from '../../../model/document/graph-edits';
import { meanSeries, type Probe } from '../../../model/check/probe';
import { Marker } from '../../controls/Marker';
import { depthsOf } from '../../depth';
import { openSettings } from '../../editing/focus';
import { nodeName } from '../../editing/named';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { valuesOf, type LiveValue } from '../../live';
import { useTrainedProbes } from '../../judgement';
import type { Speech } from '../../../words/words';
import { BadCases } from './BadCases';
import { ByField } from './ByField';
import { ChannelScores } from './ChannelScores';
import { Diagnoses } from './Diagnoses';
import { FieldBudget } from './FieldBudget';
import { FieldWorths } from './FieldWorths';
import { TeacherScaling } from './TeacherScaling';
import { LiveFigure } from './LiveFigure';
import { TrainingFigures } from './TrainingFigures';

export function Inside() {
  const speech = useSpeech();
  const { words } = speech;
  const probes = useTrainedProbes();
  const curves = useRun((run) => run.shown);
  const graph = useRun((run) => run.trained?.graph);
  const ordered = useMemo(() => (graph ? fromTheTop(probes, graph) : []), [probes, graph]);
  const shown = ordered.filter(({ key }) => curves[meanSeries(key, 0)]);
  return (
    <>
      <Diagnoses />
      {graph && shown.length > 0 ? (
        shown.map((probe) => (
          <ProbeFigure key={probe.key} graph={graph} probe={probe} values={valuesOf(probe, curves, speech)} />
        ))
      ) : (
        <p className="waiting alone">{graph && probes.length === 0 ? words.inside.none : words.inside.waiting}</p>
      )}
      {graph && <TeacherScaling graph={graph} />}
      {graph && <BadCases graph={graph} />}
      {graph && <FieldWorths />}
      {graph && <FieldBudget graph={graph} />}
      {graph && <ChannelScores graph={graph} />}
      {graph && <TrainingFigures graph={graph} />}
    </>
  );
}

/** As the drawing has them: what is nearest to the match first. */
function fromTheTop(probes: readonly Probe[], graph: TowerGraph): readonly Probe[] {
  const depths = depthsOf(graph);
  return probes.toSorted((a, b) => (depths.get(a.nodeId) ?? 0) - (depths.get(b.nodeId) ?? 0));
}

function ProbeFigure({ graph, probe, values }: { graph: TowerGraph; probe: Probe; values: readonly LiveValue[] }) {
  const { view } = useBench();
  const speech = useSpeech();
  const { words, sentences } = speech;
  const planted = useData((data) => data.summary?.planted ?? null);
  // Split values are of the weights that are there.
  const isLive = useRun(({ at }) => at === null);
  const title =
    words.blocks[findBlock(probe.block)?.id ?? probe.block]?.probes?.[probe.name] ?? titleOfTerm(probe, speech);
  const side = nodeById(graph, probe.nodeId)?.side ?? 'objective';
  const node = nodeName(graph, probe.nodeId, speech);
  // How much of a field goes on is what its weight in the world compares with; of a gate alone it is not.
  const known = planted && probe.weighsFields ? values.map((value) => withPlanted(value, planted)) : values;
  const isMarked = known.some((value) => value.planted !== undefined);
  return (
    <LiveFigure
      title={title}
      // Two nodes of a block have charts of one title.
      of={node}
      side={side}
      values={known}
      axis={probe.axis}
      about={sentences(probe.per === 'row' ? words.inside.perRow : '', isMarked ? words.inside.plantedAbout : '')}
      node={
        <button type="button" className="quiet figure-node" onClick={() => openSettings(view, probe.nodeId)}>
          <Marker side={side} />
          {node}
        </button>
      }
    >
      {probe.per === 'row' && isLive && <ByField probe={probe} name={speech.line(title, node)} />}
    </LiveFigure>
  );
}

/** Of what any objective may publish, whatever its block. */
const titleOfTerm = ({ name }: Probe, { words }: Speech): string =>
  name === LEARNT_WEIGHT ? words.inside.learntWeight : name;

const withPlanted = (value: LiveValue, planted: Readonly<Record<string, number>>): LiveValue => {
  const share = planted[value.label];
  return share === undefined ? value : { ...value, planted: share };
};
