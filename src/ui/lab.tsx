/** How components reach the workbench: its stores by selector, its actions, and the words of the chosen language. */
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { DataState } from '../lab/stores/data';
import type { Document } from '../lab/stores/graph';
import type { RunState } from '../lab/stores/run';
import type { ViewState } from '../lab/stores/view';
import type { Workbench } from '../lab/stores/workbench';
import { speak, type Speech } from '../words/words';

const BenchContext = createContext<Workbench | null>(null);
const SpeechContext = createContext<Speech | null>(null);

export function LabProvider({ bench, children }: { bench: Workbench; children: ReactNode }) {
  const language = useStore(bench.view, (view) => view.language);
  const speech = useMemo(() => speak(language), [language]);
  return (
    <BenchContext.Provider value={bench}>
      <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>
    </BenchContext.Provider>
  );
}

export function useBench(): Workbench {
  const bench = useContext(BenchContext);
  if (!bench) throw new Error('useBench: no LabProvider above');
  return bench;
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('useSpeech: no LabProvider above');
  return speech;
}

export const useRun = <T,>(select: (run: RunState) => T): T => useStore(useBench().run, select);
export const useData = <T,>(select: (data: DataState) => T): T => useStore(useBench().data, select);
export const useView = <T,>(select: (view: ViewState) => T): T => useStore(useBench().view, select);
export const useDocument = (): Document | null => useStore(useBench().graph, (graph) => graph.document);
/** The document that last took the place of another, whole. */
export const usePlaced = (): Document | null => useStore(useBench().graph, (graph) => graph.placed);
/** The document as it was last opened. */
export const useOpened = (): Document | null => useStore(useBench().graph, (graph) => graph.opened);
