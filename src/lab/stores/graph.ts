/** The document: the tower graph and its settings, with undo. */
import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';
import { withGraph } from '../../model/edits/document';
import { setParam } from '../../model/document/graph-edits';
import type { Json, OptimizerGroup, Settings, Stage, TowerGraph } from '../../model/document/graph';

export interface Document {
  graph: TowerGraph;
  settings: Settings;
}

interface GraphState {
  document: Document | null;
  /** The document as it was last opened: what a drawing is compared with until something is trained. Not undone. */
  opened: Document | null;
  /** The document as it was when it last took the place of another, whole: by that a drawing is brought into view. */
  placed: Document | null;
  /** Another document altogether (a preset, an import, a restored run): history starts anew. */
  open(document: Document): void;
  /** Another document as an edit of this one, which can be undone. */
  replace(document: Document): void;
  /** Any edit of the graph, as one step. Stages forget terms it removes. */
  editGraph(change: (graph: TowerGraph) => TowerGraph): void;
  /** The same where the settings change too. */
  edit(change: (document: Document) => Document): void;
  setParam(nodeId: string, name: string, value: Json): void;
  setSettings(change: Partial<Pick<Settings, 'seed' | 'batch' | 'clipNorm' | 'tablePrecision' | 'schedule'>>): void;
  setOptimizer(index: number, change: Partial<OptimizerGroup>): void;
  setUntil(stage: number, until: Stage['until']): void;
  setTerms(stage: number, terms: string[]): void;
  /** A stage behind the last in which every objective counts, until validation stops improving. */
  addStage(): void;
  removeStage(stage: number): void;
}

export const createGraphStore = () => {
  const store = createStore<GraphState>()(
    temporal(
      (set) => {
        const edit = (change: (document: Document) => Document): void =>
          set(({ document }) => ({ document: document && change(document) }));
        const editStages = (change: (stages: Stage[]) => Stage[]): void =>
          edit(({ graph, settings }) => ({ graph, settings: { ...settings, stages: change(settings.stages) } }));
        return {
          document: null,
          opened: null,
          placed: null,
          open: (document) => {
            set({ document, opened: document, placed: document });
            store.temporal.getState().clear();
          },
          replace: (document) => set({ document, placed: document }),
          edit,
          editGraph: (change) => edit((document) => withGraph(document, change(document.graph))),
          setParam: (nodeId, name, value) =>
            edit(({ graph, settings }) => ({ settings, graph: setParam(graph, nodeId, name, value) })),
          setSettings: (change) => edit(({ graph, settings }) => ({ graph, settings: { ...settings, ...change } })),
          setOptimizer: (index, change) =>
            edit(({ graph, settings }) => ({
              graph,
              settings: {
                ...settings,
                optimizers: settings.optimizers.map((group, i) => (i === index ? { ...group, ...change } : group)),
              },
            })),
          setUntil: (stage, until) => editStages((stages) => stages.map((s, i) => (i === stage ? { ...s, until } : s))),
          setTerms: (stage, terms) => editStages((stages) => stages.map((s, i) => (i === stage ? { ...s, terms } : s))),
          addStage: () =>
            editStages((stages) => [
              ...stages,
              { terms: ['*'], trainable: ['*'], until: { patience: 3, maxEpochs: 20 } },
            ]),
          removeStage: (stage) => editStages((stages) => stages.filter((_, i) => i !== stage)),
        };
      },
      {
        limit: 100,
        partialize: ({ document }) => ({ document }),
        equality: (a, b) => sameDocument(a.document, b.document),
      },
    ),
  );
  return store;
};

export type GraphStore = ReturnType<typeof createGraphStore>;

/** Equal in content: documents are plain JSON whose key order is kept by every edit. */
export const sameDocument = (a: Document | null, b: Document | null): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

/** Equal but for where nodes stand: what one has learnt is what the other would. */
export const trainsAlike = (a: Document | null, b: Document | null): boolean => sameDocument(unplaced(a), unplaced(b));

const unplaced = (document: Document | null): Document | null => {
  if (!document) return null;
  const { arranged: _arranged, ...graph } = document.graph;
  return { ...document, graph: { ...graph, nodes: graph.nodes.map((node) => ({ ...node, at: [0, 0] })) } };
};
