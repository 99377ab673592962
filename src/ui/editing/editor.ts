/** The document under the hands of a person: what it is now, the next step of its history, and how the step is said. */
import { isResting } from '../../lab/stores/run';
import type { Workbench } from '../../lab/stores/workbench';
import type { TowerGraph } from '../../model/document/graph';
import type { Words } from '../../words/catalog';
import { inEveryLanguage, type Speech } from '../../words/words';
import { arranged, drawingOf, withHidden } from '../board/drawing';
import { surroundingsOf } from '../board/surroundings';
import { settleOn } from './focus';
import { nodeName } from './named';

type Done = Words['editing']['done'];
/** Calls a node as it is called in a graph, the present one unless told. */
type NameOf = (id: string, graph?: TowerGraph) => string;

export interface Editor {
  /**
   * The graph with the places that its nodes have on the board: what is put in its stead moves nothing by itself.
   * @throws where there is no document
   */
  now(): TowerGraph;
  /** Nodes with all that the board folds away in them. */
  withHidden(ids: readonly string[]): string[];
  /** One step of the history. */
  put(graph: TowerGraph): void;
  /** Says an action that can be undone. */
  say(text: (done: Done, speech: Speech, name: NameOf) => string): void;
  /** Says anything else, with or without a way back. */
  tell(text: (done: Done, speech: Speech) => string, canUndo: boolean): void;
  /** Shows a node's settings and leaves the focus on the node, unless something else has taken it. */
  select(id: string): void;
}

export function editorOf({ graph: store, view, run, data }: Workbench): Editor {
  const around = () => surroundingsOf({ data, view });
  const drawn = (): TowerGraph => {
    const document = store.getState().document;
    if (!document) throw new Error('an edit without a document');
    return document.graph;
  };
  const now = (): TowerGraph => arranged(drawn(), around());
  const put = (graph: TowerGraph): void => {
    const before = drawingOf(drawn(), around()).hiddenIn;
    store.getState().editGraph(() => graph);
    // What a person has in hand stays in sight, though it may be folded with its neighbours now, and runs within them.
    for (;;) {
      const { folded } = drawingOf(drawn(), around());
      const closed = folded.filter(({ members, top }) => members.some((id) => id !== top && !before.has(id)));
      if (closed.length === 0) return;
      view.setState(({ opened }) => ({ opened: [...opened, ...closed.map(({ key }) => key)] }));
    }
  };
  const tell: Editor['tell'] = (text, canUndo) => {
    view.setState({
      notice: { text: inEveryLanguage((speech) => text(speech.words.editing.done, speech)), undo: canUndo },
    });
  };
  return {
    now,
    withHidden: (ids) => withHidden(drawingOf(drawn(), around()), ids),
    tell,
    put,
    say(text) {
      // While training goes on, it goes on with the towers it began with.
      const isLater = !isResting(run.getState().progress.phase);
      tell(
        (done, speech) =>
          speech.sentences(
            text(done, speech, (id, graph = now()) => nodeName(graph, id, speech)),
            isLater ? done.next : '',
          ),
        true,
      );
    },
    select(id) {
      view.setState({ selected: id });
      settleOn(id);
    },
  };
}
