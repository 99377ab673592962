/** What is wrong with the document on screen: with its towers, which the lab checks against the data, and with the stages of its training. */
import { useMemo } from 'react';
import type { Problem } from '../model/problem';
import { forbids, problemsOfStages } from '../model/stages';
import type { Speech } from '../words/words';
import { useDocument, useRun } from './lab';

export function useProblems(): readonly Problem[] {
  const ofGraph = useRun((run) => run.problems);
  const document = useDocument();
  const ofStages = useMemo(() => (document ? problemsOfStages(document.graph, document.settings) : []), [document]);
  return useMemo(() => [...ofGraph, ...ofStages], [ofGraph, ofStages]);
}

/** It runs all the same. */
export const isMild = (problem: Problem): boolean => !forbids(problem);

/** '1 problem, 2 warnings'; '' where there is none. */
export function countInWords(problems: readonly Problem[], { words, count, line }: Speech): string {
  const mild = problems.filter(isMild).length;
  const said = (plural: typeof words.editing.problems, n: number): string => (n > 0 ? count(plural, n) : '');
  return line(said(words.editing.problems, problems.length - mild), said(words.editing.warnings, mild));
}
