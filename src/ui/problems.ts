/** What is wrong with the document on screen: with its towers, which the lab checks against the data, and with the stages of its training. */
import { useMemo } from 'react';
import type { Problem } from '../model/problem';
import { problemsOfStages } from '../model/stages';
import { useDocument, useRun } from './lab';

export function useStageProblems(): readonly Problem[] {
  const document = useDocument();
  return useMemo(() => (document ? problemsOfStages(document.graph, document.settings) : []), [document]);
}

export function useProblems(): readonly Problem[] {
  const ofGraph = useRun((run) => run.problems);
  const ofStages = useStageProblems();
  return useMemo(() => [...ofGraph, ...ofStages], [ofGraph, ofStages]);
}
