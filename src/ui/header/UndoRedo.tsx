import { useStore } from 'zustand';
import { useEdits } from '../editing/useEdits';
import { Icon } from '../controls/Icon';
import { useBench, useSpeech } from '../lab';

export function UndoRedo() {
  const { graph } = useBench();
  const { words } = useSpeech();
  const edits = useEdits();
  const past = useStore(graph.temporal, (history) => history.pastStates.length);
  const future = useStore(graph.temporal, (history) => history.futureStates.length);
  return (
    <div className="pair">
      <button
        type="button"
        className="icon"
        disabled={past === 0}
        aria-label={words.header.undo}
        title={words.header.undo}
        onClick={edits.undo}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        className="icon"
        disabled={future === 0}
        aria-label={words.header.redo}
        title={words.header.redo}
        onClick={edits.redo}
      >
        <Icon name="redo" />
      </button>
    </div>
  );
}
