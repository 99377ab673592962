/** Errors as failures: what crosses the worker's wall, and what `Lab.ask` rejects with on either side of it. */
import { DataError } from '../data/table';
import { NoGpuError } from '../engine/device';
import { LimitError } from '../engine/storage';
import { ProblemsError } from '../model/document/problem';
import { detailOf, LabError, type FailureCode, type LabFailure, LabRefusal, plainFailure } from './failure';
import { WeightsError, weightsFailure } from './transfer/weights-file';

/** What browsers name errors by: of a question that was taken back, of a file that is not what was chosen. */
const OF_NAME: Record<string, FailureCode> = {
  AbortError: 'cut-off',
  NotReadableError: 'file-changed',
  NotFoundError: 'file-changed',
};

export function failureOf(error: unknown): LabFailure {
  if (error instanceof LabRefusal) return error.failure;
  const detail = detailOf(error);
  if (error instanceof LabError) return plainFailure(error.code, detail, error.values);
  if (error instanceof DataError) return { ...plainFailure('data', detail), problem: error.problem };
  if (error instanceof WeightsError) return weightsFailure(error);
  if (error instanceof NoGpuError) return plainFailure('no-gpu', detail);
  if (error instanceof LimitError)
    return plainFailure('over-limit', detail, { what: error.what, bytes: error.bytes, limit: error.limit });
  if (error instanceof ProblemsError)
    return {
      ...plainFailure('document', detail),
      nodeId: error.problems[0]?.nodeId ?? null,
      problems: [...error.problems],
    };
  return plainFailure(OF_NAME[detail.name] ?? 'internal', detail);
}

/** The figures of the model stand without them. */
export function baselinesFailed(error: unknown): LabFailure {
  const failure = failureOf(error);
  return failure.code === 'cut-off' ? failure : { ...failure, code: 'baselines-failed' };
}
