/** The stages of a run, one after another: which objectives count in each, and when it ends. */
import { useId } from 'react';
import type { Stage, TowerGraph } from '../../model/document/graph';
import type { Problem } from '../../model/document/problem';
import { countsIn, objectivesOf, termsWith } from '../../model/nodes/stages';
import { findBlock } from '../../model/nodes/registry';
import { titleOf } from '../board/describe';
import { useBench, useSpeech } from '../lab';
import { Row } from '../controls/NumberField';
import { Problems } from './Inspector';

const LIMITS = { patience: { min: 1, max: 100 }, epochs: { min: 1, max: 10_000 }, steps: { min: 1, max: 10_000_000 } };

/** @param problems of the stages */
export function Stages({
  graph,
  stages,
  problems,
}: {
  graph: TowerGraph;
  stages: readonly Stage[];
  problems: readonly Problem[];
}) {
  const { graph: document } = useBench();
  const { words, fill } = useSpeech();
  const { setUntil, setTerms, addStage, removeStage } = document.getState();
  const w = words.stages;
  const [only] = stages;
  const several = stages.length > 1;
  const all = objectivesOf(graph).every(({ id }) => only && countsIn(only, id));
  return (
    <>
      {stages.map((stage, i) =>
        several || !all ? (
          <fieldset key={i} className="form stage">
            <legend>{fill(w.place, { at: i + 1, of: stages.length })}</legend>
            <Terms
              graph={graph}
              stage={stage}
              problems={problems.filter(({ field }) => field === `stages.${i}`)}
              change={(terms) => setTerms(i, terms)}
            />
            <Until until={stage.until} change={(until) => setUntil(i, until)} />
            {several && (
              <button type="button" className="quiet" onClick={() => removeStage(i)}>
                {fill(w.remove, { at: i + 1 })}
              </button>
            )}
          </fieldset>
        ) : (
          <Until key={i} until={stage.until} change={(until) => setUntil(i, until)} />
        ),
      )}
      <button type="button" className="quiet" onClick={addStage}>
        {w.add}
      </button>
      {several && <p className="soft">{w.about}</p>}
    </>
  );
}

/** A box for each objective. */
function Terms({
  graph,
  stage,
  problems,
  change,
}: {
  graph: TowerGraph;
  stage: Stage;
  problems: readonly Problem[];
  change(terms: string[]): void;
}) {
  const speech = useSpeech();
  const id = useId();
  const objectives = objectivesOf(graph);
  const title = (node: (typeof objectives)[number]): string => titleOf(node, findBlock(node.block), speech);
  const isDouble = (node: (typeof objectives)[number]): boolean =>
    objectives.some((other) => other !== node && title(other) === title(node));
  return (
    <div role="group" aria-label={speech.words.stages.terms} aria-describedby={problems.length > 0 ? id : undefined}>
      {objectives.map((node) => (
        <label key={node.id} className="row check">
          <span>
            {title(node)}
            {isDouble(node) && <small>{node.id}</small>}
          </span>
          <input
            type="checkbox"
            checked={countsIn(stage, node.id)}
            onChange={(event) => change(termsWith(graph, stage, node.id, event.target.checked))}
          />
        </label>
      ))}
      {problems.length > 0 && <Problems id={id} problems={problems} />}
    </div>
  );
}

type UntilKind = 'patience' | 'epochs' | 'steps';
const kindOf = (until: Stage['until']): UntilKind =>
  'patience' in until ? 'patience' : 'epochs' in until ? 'epochs' : 'steps';
const FIRST: { readonly [K in UntilKind]: Stage['until'] } = {
  patience: { patience: 5, maxEpochs: 100 },
  epochs: { epochs: 10 },
  steps: { steps: 1000 },
};

function Until({ until, change }: { until: Stage['until']; change(until: Stage['until']): void }) {
  const { words } = useSpeech();
  const w = words.settings;
  const id = useId();
  return (
    <>
      <div className="row wide">
        <label htmlFor={id}>{w.until}</label>
        <select id={id} value={kindOf(until)} onChange={(event) => change(FIRST[event.target.value as UntilKind])}>
          <option value="patience">{w.untilPatience}</option>
          <option value="epochs">{w.untilEpochs}</option>
          <option value="steps">{w.untilSteps}</option>
        </select>
      </div>
      {'patience' in until && (
        <>
          <Row
            label={w.patience}
            unit={w.patienceUnit}
            value={until.patience}
            spec={LIMITS.patience}
            change={(patience) => change({ ...until, patience })}
          />
          <Row
            label={w.maxEpochs}
            unit={w.epochsUnit}
            value={until.maxEpochs}
            spec={LIMITS.epochs}
            change={(maxEpochs) => change({ ...until, maxEpochs })}
          />
        </>
      )}
      {'epochs' in until && (
        <Row label={w.epochs} value={until.epochs} spec={LIMITS.epochs} change={(epochs) => change({ epochs })} />
      )}
      {'steps' in until && (
        <Row label={w.steps} value={until.steps} spec={LIMITS.steps} change={(steps) => change({ steps })} />
      )}
    </>
  );
}
