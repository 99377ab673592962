/** What a person may do to the drawing: each action is one step of the history, said in words. */
import type { Answer } from '../../lab/protocol';
import type { Workbench } from '../../lab/stores/workbench';
import { blockById } from '../../model/nodes/registry';
import { duplicateChannel, duplicateNode } from '../../model/edits/channels';
import { renameNode } from '../../model/edits/document';
import { mend } from '../../model/edits/fixes';
import { withMeasured } from '../../model/edits/measured-fields';
import { addAt, canHeal, remove, removeHealing, type Place } from '../../model/edits/nodes';
import { moveEdge, takesMany, wire } from '../../model/edits/wiring';
import type { GraphEdge, TowerGraph } from '../../model/document/graph';
import { disconnect, edgesInto } from '../../model/document/graph-edits';
import { preset } from '../../model/presets/presets';
import type { Problem } from '../../model/document/problem';
import { EMPTY_GRAPH } from '../../model/formats/graph/empty-graph';
import { laidOut } from '../board/drawing';
import { dragEdits } from './drag-edits';
import { editorOf, type Editor } from './editor';
import { focusNode } from './focus';
import { setEdits } from './set-edits';

export type Edits = ReturnType<typeof editsOf>;

export function editsOf(bench: Workbench) {
  const editor = editorOf(bench);
  return {
    ...nodeEdits(bench, editor),
    ...edgeEdits(editor),
    ...dragEdits(bench, editor),
    ...setEdits(bench, editor),
    ...documentEdits(bench, editor),
    ...historySteps(bench, editor),
  };
}

const nodeEdits = ({ graph: store, view }: Workbench, { now, put, say, select }: Editor) => ({
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
});

const edgeEdits = ({ now, put, say }: Editor) => ({
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
});

const documentEdits = (bench: Workbench, { now, put, say }: Editor) => ({
  choosePreset(id: string): void {
    if (bench.choosePreset(id))
      say((w, { fill, words }) => fill(w.chosen, { title: words.presets[id]?.title ?? preset(id).title }));
  },
  mend(problem: Problem): void {
    put(mend(now(), problem));
    say((w) => w.fixed);
  },
  /** @param kept what is drawn, without the fields that a budget leaves out */
  keepFields(kept: TowerGraph): void {
    put(kept);
    say((w) => w.fieldsKept);
  },
  /** What fields cost this device, into all gates that choose among them. */
  measured(found: Answer<'fieldTimes'>): void {
    bench.graph.getState().editGraph((graph) => withMeasured(graph, found));
    say((w) => w.fieldsMeasured);
  },
  /** Leaves nothing on the board, in one step that can be taken back. */
  clear(): void {
    put({ ...EMPTY_GRAPH, title: now().title });
    say((w) => w.cleared);
  },
  /** Where every node stands is left to the board again. */
  arrange(): void {
    put(laidOut(now()));
    say((w) => w.arranged);
  },
  /** A step of the inspector's own, with nothing to say beyond what the form shows. */
  change: (edit: (graph: TowerGraph) => TowerGraph): void => bench.graph.getState().editGraph(edit),
});

const historySteps = ({ graph: store }: Workbench, { tell }: Editor) => ({
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
});
