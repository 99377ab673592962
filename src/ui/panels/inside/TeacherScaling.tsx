/** By which slope and intercept the scores of a teacher, a stored run, became the log-odds that an objective reads. */
import { useEffect } from 'react';
import type { TowerGraph } from '../../../model/document/graph';
import { scaledBy } from '../../../model/nodes/samples';
import { Heading } from '../../controls/Heading';
import { Marker } from '../../controls/Marker';
import { openSettings } from '../../editing/focus';
import { nodeName } from '../../editing/named';
import { useBench, useRun, useSpeech } from '../../lab';
import { useHasWeights } from '../retrieval/useRetrieval';

const DIGITS = 3;

/** Nothing where no objective reads log-odds of a run. The scaling is made before the first step, and stays. */
export function TeacherScaling({ graph }: { graph: TowerGraph }) {
  const node = scaledBy(graph);
  return node === null ? null : <Asked graph={graph} node={node} />;
}

function Asked({ graph, node }: { graph: TowerGraph; node: string }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, number } = speech;
  const w = words.inside.teacherScaling;
  const run = useRun(({ id }) => id);
  const hasWeights = useHasWeights();
  const scaling = useRun(({ teacherScaling }) => teacherScaling);
  useEffect(() => {
    if (run !== null && hasWeights && bench.run.getState().teacherScaling === null) void bench.learnScaling();
  }, [bench, run, hasWeights]);
  if (!scaling) return null;
  const signed = (value: number): string => number(value, DIGITS).replace('-', '−');
  return (
    <section className="figure probe" aria-label={w.title} data-side="objective">
      <Heading title={w.title} />
      <button type="button" className="quiet figure-node" onClick={() => openSettings(bench.view, node)}>
        <Marker side="objective" />
        {nodeName(graph, node, speech)}
      </button>
      <dl className="numbers">
        {(['slope', 'intercept'] as const).map((key) => (
          <div key={key}>
            <dt>{w[key]}</dt>
            <dd>{signed(scaling[key])}</dd>
          </div>
        ))}
      </dl>
      <p className="about">{w.about}</p>
    </section>
  );
}
