/**
 * What is wrong with the document on screen: with its towers, with the stages of its training, with its sessions and
 * categories, and with its size.
 */
import { useMemo } from 'react';
import { problemsOfCategories } from '../model/check/category-batches';
import type { Problem } from '../model/document/problem';
import { problemsOfUnread } from '../model/check/unread';
import { problemsOfSessions } from '../model/nodes/session-windows';
import { forbids, problemsOfStages } from '../model/nodes/stages';
import type { Speech } from '../words/words';
import { problemsOfMemory } from '../model/check/memory';
import { useJudgement, useMemory } from './judgement';
import { useData, useDocument, useRun } from './lab';

const NONE: readonly Problem[] = [];

export function useProblems(): readonly Problem[] {
  const document = useDocument();
  const judgement = useJudgement(document?.graph);
  const ofGraph = judgement?.problems ?? NONE;
  const unread = useMemo(() => (judgement ? problemsOfUnread(judgement.graph, judgement) : NONE), [judgement]);
  const ofStages = useMemo(() => (document ? problemsOfStages(document.graph, document.settings) : []), [document]);
  const sessions = useData((data) => data.summary?.sessions ?? null);
  const ofSessions = useMemo(
    () => (document ? problemsOfSessions(document.graph, sessions) : []),
    [document, sessions],
  );
  const categories = useData((data) => data.summary?.categories);
  const ofCategories = useMemo(
    () => (document && categories ? problemsOfCategories(document.graph, document.settings, categories) : []),
    [document, categories],
  );
  const memory = useMemory();
  const limits = useRun((run) => run.device?.limits ?? null);
  const ofMemory = useMemo(() => (memory && limits ? problemsOfMemory(memory, limits) : NONE), [memory, limits]);
  return useMemo(
    () => [...ofGraph, ...unread, ...ofStages, ...ofSessions, ...ofCategories, ...ofMemory],
    [ofGraph, unread, ofStages, ofSessions, ofCategories, ofMemory],
  );
}

/** It runs all the same. */
export const isWarning = (problem: Problem): boolean => !forbids(problem);

/** '1 problem, 2 warnings'; '' where there is none. */
export function countInWords(problems: readonly Problem[], { words, count, line }: Speech): string {
  const warnings = problems.filter(isWarning).length;
  const counted = (plural: typeof words.editing.problems, n: number): string => (n > 0 ? count(plural, n) : '');
  return line(counted(words.editing.problems, problems.length - warnings), counted(words.editing.warnings, warnings));
}
