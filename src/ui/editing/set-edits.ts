/** What may be done to several nodes at once, and to the clipboard. */
import type { Workbench } from '../../lab/stores/workbench';
import { duplicateAll } from '../../model/edits/channels';
import { paste } from '../../model/edits/clipping';
import { removeAll } from '../../model/edits/nodes';
import { moveBy, type Point } from '../../model/edits/positions';
import { nodesIn, pasteFaultSentence, textOf } from '../editor/clipboard';
import type { Editor } from './editor';
import { focusNode } from './focus';

export const setEdits = ({ view, data }: Workbench, { now, put, say, tell, select, withHidden }: Editor) => {
  /** Several are picked, one is selected. */
  const take = (ids: readonly string[]): void => {
    if (ids.length === 1) select(ids[0]!);
    else {
      view.setState({ picked: ids, selected: null });
      // Keys go on with what is new.
      focusNode(ids[0] ?? null);
    }
  };
  const drop = (ids: readonly string[], closeGap: boolean): void => {
    put(removeAll(now(), ids, closeGap));
    view.setState({ selected: null, picked: [] });
    focusNode(now().nodes[0]?.id ?? null);
  };
  return {
    /** Picks nodes, and says how many. */
    pick(ids: readonly string[]): void {
      view.setState({ picked: ids, selected: null });
      tell((w, { count }) => count(w.picked, ids.length), false);
    },
    removeAll(ids: readonly string[], closeGap: boolean): void {
      drop(ids, closeGap);
      say((w, { count }) => count(closeGap ? w.healedAll : w.removedAll, ids.length));
    },
    /** @param whole with all that only they read */
    duplicateAll(ids: readonly string[], whole: boolean): void {
      const before = now();
      const copied = duplicateAll(before, ids, whole);
      put(copied.graph);
      say((w, { count }) => count(w.duplicated, copied.graph.nodes.length - before.nodes.length));
      take(copied.ids);
    },
    /** Moves nodes together, with all that is folded away in them. @param by in the document */
    shift(ids: readonly string[], by: Point): void {
      const all = withHidden(ids);
      put(moveBy(now(), all, by));
      say((w, { count }) => count(w.shifted, all.length));
    },
    /** The nodes as a text for the clipboard. */
    textOf: (ids: readonly string[]): string => textOf(now(), ids),
    /** Says that they are on the clipboard. */
    copied: (ids: readonly string[]): void => tell((w, { count }) => count(w.clipped, ids.length), false),
    /** Takes nodes away that are on the clipboard now. */
    cutOut(ids: readonly string[]): void {
      drop(ids, false);
      say((w, { count }) => count(w.cutOut, ids.length));
    },
    /** Adds the nodes of a text, or says why it holds none. @param at the middle of where they go, in the document */
    paste(text: string, at: Point | null = null): void {
      const before = now();
      const read = nodesIn(text, before);
      if (!read.ok) return tell((_, speech) => pasteFaultSentence(read.fault, speech), false);
      const { graph, ids, unknownFields } = paste(before, read.clipping, data.getState().summary?.fields ?? [], at);
      put(graph);
      say((w, { count, fill, list, sentences }) =>
        sentences(
          count(w.pasted, ids.length),
          unknownFields.length > 0 ? fill(w.unknownFields, { fields: list(unknownFields) }) : '',
        ),
      );
      take(ids);
    },
    /** Says that the browser keeps its clipboard. */
    noClipboard: (): void => tell((_, { words }) => words.editing.noClipboard, false),
  };
};
