/** Errors as fields: what crosses the worker's wall, and what `Lab.ask` rejects with on either side of it. */
import { DataError } from '../data/table';
import { ProblemsError } from '../model/check/problem';
import { LabRefusal } from './lab-refusal';
import { WeightsError } from './transfer/weights-file';
import type { LabFailure } from './failure';

export function failureOf(error: unknown): LabFailure {
  if (error instanceof LabRefusal) return error.failure;
  const known = error instanceof Error ? error : new Error(String(error));
  return {
    name: known.name,
    message: known.message,
    stack: known.stack ?? '',
    nodeId: error instanceof ProblemsError ? (error.problems[0]?.nodeId ?? null) : null,
    problem: error instanceof DataError || error instanceof WeightsError ? error.problem : null,
    problems: error instanceof ProblemsError ? [...error.problems] : [],
  };
}
