/** What is said of a failure across the wall: a code with values, of which the catalog makes the sentence. */
import type { DataProblem } from '../data/table';
import type { Problem } from '../model/document/problem';
import type { WeightsProblem } from './transfer/weights-file';

/** The sentence is `failure.code.<code>` of the catalog. */
export type FailureCode =
  /** A file, and why it was refused: see `problem`. */
  | 'data'
  | 'weights'
  /** The document cannot run: see `problems`. */
  | 'document'
  | 'no-data'
  | 'no-weights'
  | 'no-device'
  | 'run-under-way'
  | 'training-not-at-rest'
  /** The weights that are there have learnt something else. */
  | 'learns-otherwise'
  /** Since `step`. */
  | 'diverged'
  | 'scores-not-finite'
  /** Nothing is held out to measure on. */
  | 'no-validation'
  /** No gate chooses among fields, so that none is timed. */
  | 'no-field-gate'
  /** A ranker scores pairs: there is no vector of a user or an item to show, search or export. */
  | 'no-vectors'
  /** Its score is no sum of parts either. */
  | 'no-parts'
  /** A file could not be read to its end: it was changed, moved or removed since it was chosen. */
  | 'file-changed'
  /** A file of scores is no table of users, items and scores, has `text` in `line` for a score, or none of the data. */
  | 'scores-unreadable'
  | 'scores-no-numbers'
  | 'scores-of-none'
  /** Under a random split what is held out lies in the pasts of other rows. */
  | 'no-own-moment'
  /** The log has a `column` of the name that is asked for. */
  | 'column-taken'
  /** `bytes` in one buffer, of which the adapter allows `limit`. */
  | 'over-limit'
  | 'no-gpu'
  | 'device-error'
  | 'baselines-failed'
  | 'worker-ended'
  | 'storage-full'
  | 'storage-refused'
  /** It says neither yes nor no. */
  | 'storage-silent'
  /** It was removed, or never there. */
  | 'run-gone'
  /** Of the run `title` no checkpoint is kept, or it is of other data than what is loaded. */
  | 'run-without-weights'
  | 'run-other-data'
  /** It ranks pairs, and was asked to judge as two towers. */
  | 'teacher-is-ranker'
  /** It was to teach a pointwise loss, and scores what was taken in training no higher than what was not. */
  | 'teacher-against-labels'
  /** Another tab has it open. */
  | 'run-elsewhere'
  /** A file of a run that cannot be read: damaged, or of `version`, newer than `known`. */
  | 'run-damaged'
  | 'run-newer'
  /** Drawn towers that are not opened: see `problems`; or of `n` characters, more than `most`. */
  | 'towers'
  | 'towers-too-large'
  /** A share link: of `n` characters, more than `most`; damaged; of a newer version; on a `world` that is not here. */
  | 'link-too-long'
  | 'link-damaged'
  | 'link-newer'
  | 'link-world'
  /** Cut off by a stop or a newer question: nothing to report. */
  | 'cut-off'
  /** A fault of ours, or of what we stand on. */
  | 'internal';

export interface LabFailure {
  code: FailureCode;
  values: Record<string, string | number>;
  /** The place in the graph, where there is one. */
  nodeId: string | null;
  problem: DataProblem | WeightsProblem | null;
  problems: Problem[];
  /** For a report to us: the error as it was thrown, in English. */
  detail: { name: string; message: string; stack: string };
}

/** What the lab cannot do, by its code; the message is for logs. */
export class LabError extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly values: LabFailure['values'] = {},
  ) {
    super(message);
    this.name = 'LabError';
  }
}

/** Of whatever was thrown. */
export function detailOf(error: unknown): LabFailure['detail'] {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack };
}

export const plainFailure = (
  code: FailureCode,
  detail: Partial<LabFailure['detail']> = {},
  values: LabFailure['values'] = {},
): LabFailure => ({
  code,
  values,
  nodeId: null,
  problem: null,
  problems: [],
  detail: { name: code, message: '', stack: '', ...detail },
});

/**
 * A command the lab refused, with everything the page needs to say why. `ended` marks questions cut off by a stop:
 * nothing to report.
 */
export class LabRefusal extends Error {
  constructor(
    readonly failure: LabFailure,
    readonly ended = false,
  ) {
    super(failure.detail.message);
    this.name = failure.detail.name;
  }
}
