/** The stages of a run, one after another: which objectives count in each, and when it ends. */
import { useId } from 'react';
import type { Stage, TowerGraph } from '../../model/document/graph';
import type { Problem } from '../../model/document/problem';
import { countsIn, objectivesOf, termsWith } from '../../model/nodes/stages';
import { findBlock } from '../../model/nodes/registry';
import { titleOf } from '../board/describe';
import { Until } from '../controls/Until';
import { useBench, useSpeech } from '../lab';
import { Problems } from '../editing/ProblemList';

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
