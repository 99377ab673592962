/** The drawing of the document on screen. */
import { useMemo } from 'react';
import { useData, useDocument, useSpeech, useView } from '../lab';
import { useTrained } from '../trained';
import { drawingOf, type Drawing } from './drawing';

const NO_WEIGHTS: Drawing['weights'] = new Map();

/** Null without a document. `isLive`: these towers were trained last, and their values are those of the run. */
export function useDrawing(): (Drawing & { isLive: boolean }) | null {
  const graph = useDocument()?.graph;
  const speech = useSpeech();
  const summary = useData((data) => data.summary);
  const opened = useView((view) => view.opened);
  const isLive = useTrained()?.isDrawn ?? false;
  const drawing = useMemo(
    () => (graph ? drawingOf(graph, { summary, speech, opened }) : null),
    [graph, summary, speech, opened],
  );
  return useMemo(
    () => drawing && { ...drawing, isLive, weights: isLive ? drawing.weights : NO_WEIGHTS },
    [drawing, isLive],
  );
}
