/** What ails the run, where its figures show it: in words, with the figures and what to try. */
import { joined } from '../../../lab/evaluate/baseline-figures';
import { diagnose } from '../../../lab/diagnoses/diagnoses';
import type { Evidence, Shown } from '../../../lab/diagnoses/diagnosis';
import type { TowerGraph } from '../../../model/document/graph';
import type { Speech } from '../../../words/words';
import { nodeName } from '../../editing/named';
import { useJudgement } from '../../judgement';
import { useRun, useSpeech } from '../../lab';
import { labelOf } from '../../live';
import { widthOf } from './width';

export function Diagnoses() {
  const speech = useSpeech();
  const { words, fill } = speech;
  const evidence = useEvidence();
  const found = evidence ? diagnose(evidence) : [];
  if (!evidence || found.length === 0) return null;
  return (
    <section className="figure diagnoses" aria-label={words.inside.diagnoses}>
      <h2>{words.inside.diagnoses}</h2>
      <ul>
        {found.map(({ id, case: of, values }) => {
          const own = words.diagnoses[id];
          const said = Object.fromEntries(
            Object.entries(values).map(([name, value]) => [name, inWords(value, evidence.graph, speech)]),
          );
          return (
            <li key={id}>
              <h3>{own?.title ?? id}</h3>
              <p>{fill(own?.evidence[of] ?? '', said)}</p>
              <p className="about">{own?.advice}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Of the run on screen at the step that is shown, its end only where that is; null before the first start. */
function useEvidence(): Evidence | null {
  const trained = useRun((run) => run.trained);
  const curves = useRun((run) => run.shown);
  const tested = useRun(({ at, result, evaluated }) => (at === null ? (result ?? evaluated) : null));
  const failure = useRun((run) => (run.at === null ? run.failure : null));
  const counted = useRun((run) => run.baselines.test);
  const judgement = useJudgement(trained?.graph);
  if (!trained || !judgement) return null;
  return {
    ...trained,
    probes: judgement.probes,
    width: widthOf(judgement),
    curve: (name) => curves[name],
    tested: tested?.metrics ?? null,
    baselines: tested ? joined(tested.baselines, counted) : counted,
    failure,
  };
}

function inWords(value: Shown, graph: TowerGraph, speech: Speech): string | number {
  if (typeof value !== 'object') return value;
  if ('share' in value) return speech.percent(value.share);
  if ('nodes' in value) return speech.list(value.nodes.map((id) => nodeName(graph, id, speech)));
  return speech.list(value.labels.map((label) => labelOf(value.probe, label, speech)));
}
