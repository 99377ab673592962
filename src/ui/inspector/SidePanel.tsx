/** The left side: the selected node's settings, or those of the training and the outline of the towers. */
import { canServe } from '../../lab/stores/can-continue';
import { trainsAlike } from '../../lab/stores/graph';
import { ProblemList } from '../editing/ProblemList';
import { Shelf } from '../editing/Shelf';
import { useNodeKeys } from '../editing/useNodeActions';
import { Heading } from '../controls/Heading';
import { Icon } from '../controls/Icon';
import { useBench, useDocument, useRun, useSpeech, useView } from '../lab';
import { useProblems } from '../problems';
import { Inspector } from './Inspector';
import { keyToNode } from '../board/key-to-node';
import { isArrow } from '../board/walk';
import { Outline } from './Outline';
import { PresetPicker } from './PresetPicker';
import { RunSettings } from './RunSettings';
import './inspector.css';

export function SidePanel() {
  const { view } = useBench();
  const { words } = useSpeech();
  const document = useDocument();
  const selected = useView((v) => v.selected);
  const problems = useProblems();
  const node = document?.graph.nodes.find(({ id }) => id === selected);
  const onNodeKey = useNodeKeys(document?.graph);
  return (
    <div
      className="side-panel"
      role="presentation"
      onKeyDown={(event) => {
        // A click on a node brings the focus to the heading of its settings: the node's keys go on to work there.
        if (selected && event.target instanceof HTMLHeadingElement) {
          if (onNodeKey(event.nativeEvent, selected)) return;
          if (isArrow(event.key) && keyToNode(event.key, selected)) return event.preventDefault();
        }
        if (event.key !== 'Escape' || event.nativeEvent.isComposing || !selected) return;
        event.stopPropagation();
        const drawn = window.document.querySelector<HTMLElement>(`[data-node="${CSS.escape(selected)}"]`);
        if (drawn?.offsetParent) drawn.focus();
        else view.setState({ selected: null });
      }}
    >
      <Changed />
      {document && node && <Inspector key={node.id} graph={document.graph} node={node} />}
      {document && !node && (
        <>
          <PresetPicker />
          <Shelf />
          <section aria-label={words.settings.outline}>
            <Heading title={words.settings.outline}>
              <button
                type="button"
                className="quiet"
                onClick={() => view.setState({ task: { kind: 'add', node: null } })}
              >
                <Icon name="plus" />
                {words.editing.add}
              </button>
            </Heading>
            {problems.length > 0 && <ProblemList problems={problems} />}
            <Outline graph={document.graph} />
          </section>
          <RunSettings graph={document.graph} settings={document.settings} />
        </>
      )}
    </div>
  );
}

/** The weights on screen belong to another document than the one being edited. */
function Changed() {
  const bench = useBench();
  const { words } = useSpeech();
  const document = useDocument();
  const trained = useRun((run) => run.trained);
  const phase = useRun((run) => run.progress.phase);
  const isServing = useRun((run) => canServe(run, document));
  if (!trained || trainsAlike(document, trained)) return null;
  if (isServing)
    return (
      <div className="changed" role="status">
        <p>{words.settings.servesOtherwise}</p>
        <button type="button" onClick={() => void bench.serve()}>
          {words.settings.serve}
        </button>
      </div>
    );
  return (
    <div className="changed" role="status">
      <p>{words.settings.changed}</p>
      {phase === 'paused' && (
        <button type="button" onClick={() => void bench.start()}>
          {words.settings.restart}
        </button>
      )}
    </div>
  );
}
