/**
 * What a person may do to the drawing: each deed is one step of the history, said in words, and leaves the focus where
 * work goes on.
 */
import { useMemo } from 'react';
import { isResting } from '../../lab/stores/run';
import { blockById } from '../../model/blocks/blocks';
import { duplicateChannel, duplicateNode } from '../../model/edits/channels';
import { renameNode } from '../../model/edits/document';
import { mend } from '../../model/edits/fixes';
import { addAt, canHeal, remove, removeHealing, type Place } from '../../model/edits/nodes';
import { moveEdge, takesMany, wire } from '../../model/edits/wiring';
import type { GraphEdge, TowerGraph } from '../../model/graph';
import { disconnect, edgesInto } from '../../model/graph-edits';
import { preset } from '../../model/presets/presets';
import type { Problem } from '../../model/check/problem';
import { inEveryLanguage, type Speech, type Words } from '../../words/words';
import { useBench } from '../lab';
import { focusNode, settleOn } from './focus';
import { nodeName } from './named';

type Done = Words['editing']['done'];

export function useEdits() {
  const bench = useBench();
  const { graph: store, view, run } = bench;
  return useMemo(() => {
    const now = (): TowerGraph => store.getState().document?.graph ?? fail();
    const tell = (text: (done: Done, speech: Speech) => string, canUndo: boolean): void => {
      view.setState({
        notice: { text: inEveryLanguage((speech) => text(speech.words.editing.done, speech)), undo: canUndo },
      });
    };
    /**
     * @param text of a deed that can be undone; `name` calls a node as it is called in a graph, the present one unless
     * told
     */
    const say = (
      text: (done: Done, speech: Speech, name: (id: string, graph?: TowerGraph) => string) => string,
    ): void => {
      // While training goes on, it goes on with the towers it began with.
      const isLater = !isResting(run.getState().progress.phase);
      tell(
        (w, speech) =>
          speech.sentences(
            text(w, speech, (id, graph = now()) => nodeName(graph, id, speech)),
            isLater ? w.next : '',
          ),
        true,
      );
    };
    const select = (id: string): void => {
      view.setState({ selected: id });
      settleOn(id);
    };
    const put = (graph: TowerGraph): void => store.getState().editGraph(() => graph);
    return {
      add(place: Place, block: string): void {
        const before = now();
        const { graph, id } = addAt(before, place, blockById(block));
        put(graph);
        const wired = graph.edges.some(({ from, to }) => from.node === id || to.node === id);
        say((w, { fill }, name) =>
          place.kind === 'instead'
            ? fill(w.changed, { old: name(place.node, before), node: name(id) })
            : fill(wired ? w.wired : w.added, { node: name(id) }),
        );
        select(id);
      },
      remove(id: string, closeGap: boolean): void {
        const before = now();
        const heal = closeGap && canHeal(before, id);
        put(heal ? removeHealing(before, id) : remove(before, id));
        say((w, { fill }, name) => fill(heal ? w.healed : w.removed, { node: name(id, before) }));
        view.setState({ selected: null });
        // On with the node that is nearest along the path.
        const neighbour = [
          ...before.edges.flatMap(({ from, to }) => (from.node === id ? [to.node] : [])),
          ...edgesInto(before, id).map(({ from }) => from.node),
        ][0];
        focusNode(neighbour ?? now().nodes[0]?.id ?? null);
      },
      connect(edge: GraphEdge): void {
        const before = now();
        const old = takesMany(before, edge.to)
          ? undefined
          : edgesInto(before, edge.to.node).find(({ to }) => to.input === edge.to.input);
        put(wire(before, edge));
        say((w, { fill }, name) =>
          fill(old ? w.exchanged : w.connected, {
            from: name(edge.from.node),
            to: name(edge.to.node),
            ...(old ? { old: name(old.from.node) } : {}),
          }),
        );
      },
      disconnect(edge: GraphEdge): void {
        put(disconnect(now(), edge));
        say((w, { fill }, name) => fill(w.disconnected, { from: name(edge.from.node), to: name(edge.to.node) }));
      },
      move(edge: GraphEdge, by: -1 | 1): void {
        put(moveEdge(now(), edge, by));
        const own = edgesInto(now(), edge.to.node).filter(({ to }) => to.input === edge.to.input);
        const at = own.findIndex(({ from }) => from.node === edge.from.node && from.output === edge.from.output);
        say((w, { fill }, name) => fill(w.moved, { node: name(edge.from.node), n: at + 1, all: own.length }));
      },
      duplicate(id: string, whole: boolean): void {
        const before = now();
        const copied = whole ? duplicateChannel(before, id) : duplicateNode(before, id);
        put(copied.graph);
        say((w, { count }) => count(w.duplicated, copied.graph.nodes.length - before.nodes.length));
        select(copied.id);
      },
      rename(id: string, to: string): void {
        store.getState().edit((document) => renameNode(document, id, to));
        say((w, { fill }) => fill(w.renamed, { name: to }));
        select(to);
      },
      async choosePreset(id: string): Promise<void> {
        if (await bench.choosePreset(id))
          say((w, { fill, language }) => fill(w.chosen, { title: preset(id).words[language].title }));
      },
      mend(problem: Problem): void {
        put(mend(now(), problem));
        say((w) => w.mended);
      },
      /** A step of the inspector's own, with nothing to say beyond what the form shows. */
      change: (edit: (graph: TowerGraph) => TowerGraph): void => store.getState().editGraph(edit),
      undo(): void {
        if (store.temporal.getState().pastStates.length === 0) return;
        store.temporal.getState().undo();
        tell((w) => w.undone, false);
      },
      redo(): void {
        if (store.temporal.getState().futureStates.length === 0) return;
        store.temporal.getState().redo();
        tell((w) => w.redone, false);
      },
    };
  }, [bench, store, view, run]);
}

export type Edits = ReturnType<typeof useEdits>;

function fail(): never {
  throw new Error('an edit without a document');
}
