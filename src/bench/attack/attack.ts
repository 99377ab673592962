/** What an attack on the command line is, and what must come of it. */
import type { WeightsFile } from '../../lab/transfer/weights-file';
import type { Facts } from './facts';

export const AREAS = ['files', 'commands', 'writing', 'weights'] as const;
export type Area = (typeof AREAS)[number];

/** The folder a command runs in: empty before, removed afterwards. */
export interface Folder {
  path: string;
  /** Writes a file into it and returns its path. */
  write(name: string, content: string | Uint8Array): string;
  /** A copy of what a sound training of one step left, to be changed. */
  weights(): WeightsFile;
  /** Runs a program in it. */
  run(program: string, ...args: readonly string[]): void;
  /** Undoes what is not undone by removing the folder, when the command is over. */
  later(undo: () => void): void;
}

export interface Attack {
  /** What is attacked. */
  name: string;
  files?: (folder: Folder) => void;
  /**
   * A line of bash: `$LAB` is the program, `$SMALL` the flags of a short training, `$LOG` a sound log, `$WEIGHTS`
   * weights trained on it.
   */
  command: string;
  /** Exit code. */
  code: number;
  /** Said on stderr. */
  says?: RegExp | readonly RegExp[];
  /** Not said there. */
  hides?: RegExp;
  /** Printed on stdout. */
  prints?: RegExp;
  /** What `--json` tells of the data. */
  told?: Facts;
  /** Files that are new or changed afterwards; all else is as it was, byte by byte, with its mode. */
  leaves?: readonly string[];
  /** What is wrong with the folder afterwards; null where nothing is. */
  after?: (path: string) => string | null;
  /** Sent to the program once it has said `at`. */
  signal?: { name: NodeJS.Signals; at: RegExp };
  /** Runs as a user without rights where we are root, who may do anything. */
  asNobody?: true;
  /** Why it cannot be tried on this machine; null where it can. */
  cannot?: () => string | null;
}

/** What a command did. */
export interface Outcome {
  code: number;
  stderr: string;
  stdout: string;
  /** What changed in its folder. */
  changes: readonly Change[];
  /** What its own check of the folder found. */
  wrongAfter: string | null;
  /** Seconds of CPU time: all of it, and the longest without a word. */
  cpu: number;
  silence: Silence;
  /** It was ended for taking too long. */
  endless: boolean;
}

export interface Change {
  name: string;
  what: 'new' | 'gone' | 'changed' | 'mode';
}

export interface Silence {
  seconds: number;
  /** The words before it; '' at the start. */
  after: string;
}
