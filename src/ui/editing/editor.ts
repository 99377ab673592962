/** The document under the hands of a person: what it is now, the next step of its history, and how the step is said. */
import { isResting } from '../../lab/stores/run';
import type { Workbench } from '../../lab/stores/workbench';
import type { TowerGraph } from '../../model/document/graph';
import type { Words } from '../../words/catalog';
import { inEveryLanguage, speak, type Speech } from '../../words/words';
import { arranged } from '../board/drawing';
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
  const now = (): TowerGraph => {
    const document = store.getState().document;
    if (!document) throw new Error('an edit without a document');
    const { language, opened } = view.getState();
    return arranged(document.graph, { summary: data.getState().summary, speech: speak(language), opened });
  };
  const tell: Editor['tell'] = (text, canUndo) => {
    view.setState({
      notice: { text: inEveryLanguage((speech) => text(speech.words.editing.done, speech)), undo: canUndo },
    });
  };
  return {
    now,
    tell,
    put: (graph) => store.getState().editGraph(() => graph),
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
