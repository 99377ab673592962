/** Whatever is dragged, or chosen from a list instead, as one step of the history. */
import type { Workbench } from '../../lab/stores/workbench';
import { drop } from '../editor/drop';
import { refusalSentence, saidSentence } from '../editor/sentences';
import { verdictOn } from '../editor/targets';
import type { Drawing, Target, Thing } from '../editor/things';
import type { Editor } from './editor';

export const dragEdits = (bench: Workbench, { now, put, say, tell, select }: Editor) => ({
  /** What things are dragged about in. @throws where there is no document */
  drawing: (): Drawing => ({ graph: now(), fields: bench.data.getState().summary?.fields ?? [] }),
  /**
   * Makes the drop, or says why it is refused; whether it was made.
   * @param shows the settings of what is new: not where a hand goes on to the next block of the shelf
   */
  drop(thing: Thing, target: Target, shows = true): boolean {
    const drawing: Drawing = { graph: now(), fields: bench.data.getState().summary?.fields ?? [] };
    const verdict = verdictOn(drawing, thing, target);
    if (!verdict.legal) {
      tell((_, speech) => refusalSentence(verdict.why, drawing.graph, speech), false);
      return false;
    }
    const { graph, said, added } = drop(drawing, thing, target);
    put(graph);
    say((_, speech) => saidSentence(said, drawing.graph, graph, speech));
    if (shows && added[0] !== undefined) select(added[0]);
    return true;
  },
});
