/** What is wrong with the drawing, each at its node: a way there, and the fix where one thing would mend it. */
import { fixFor } from '../../model/edits/fixes';
import type { TowerGraph } from '../../model/document/graph';
import type { Problem } from '../../model/document/problem';
import { problemSentence } from '../../words/sentences';
import { useBench, useDocument, useSpeech } from '../lab';
import { isWarning } from '../problems';
import { openSettings } from './focus';
import { nodeName } from './named';
import { useEdits } from './useEdits';
import './ProblemList.css';

/** @param jump what happens beside the selection, when a person goes to a node */
export function ProblemList({ problems, jump }: { problems: readonly Problem[]; jump?: () => void }) {
  const { view } = useBench();
  const speech = useSpeech();
  const graph = useDocument()?.graph;
  const at = (graph: TowerGraph, id: string): string => nodeName(graph, id, speech);
  return (
    <ul className="problem-list">
      {problems.map((problem) => (
        <li key={keyOf(problem)} className={isWarning(problem) ? 'warn' : undefined}>
          {graph?.nodes.some(({ id }) => id === problem.nodeId) ? (
            <button
              type="button"
              className="quiet"
              onClick={() => {
                openSettings(view, problem.nodeId);
                jump?.();
              }}
            >
              {at(graph, problem.nodeId)}
            </button>
          ) : (
            <b>{speech.words.editing.ofTheWhole}</b>
          )}
          <span>
            <ProblemText problem={problem} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Those of one place, which the list need not name. */
export function Problems({ problems, id }: { problems: readonly Problem[]; id?: string }) {
  return (
    <ul className="problems" id={id}>
      {problems.map((problem) => (
        <li key={keyOf(problem)} className={isWarning(problem) ? 'warn' : undefined}>
          <ProblemText problem={problem} />
        </li>
      ))}
    </ul>
  );
}

const keyOf = (problem: Problem): string =>
  `${problem.nodeId}${problem.field ?? ''}${problem.code}${JSON.stringify(problem.values)}`;

/** The sentence, and a button that mends it. */
function ProblemText({ problem }: { problem: Problem }) {
  const speech = useSpeech();
  const edits = useEdits();
  const graph = useDocument()?.graph;
  const fix = graph ? fixFor(graph, problem) : null;
  return (
    <>
      {problemSentence(problem, speech)}
      {fix && (
        <button type="button" className="quiet fix" onClick={() => edits.mend(problem)}>
          {speech.words.editing.fix[fix]}
        </button>
      )}
    </>
  );
}
