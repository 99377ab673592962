/** How far the lab is with what it is doing. */

/** Says each whole percent once. */
export function eachPercent(say: (fraction: number) => void): (fraction: number) => void {
  let said = 0;
  return (fraction) => {
    const percent = Math.floor(100 * fraction);
    if (percent > said) say((said = percent) / 100);
  };
}

export type Phase =
  | 'idle'
  | 'preparing'
  | 'compiling'
  | 'training'
  | 'paused'
  | 'stopping'
  | 'done'
  | 'failed'
  | 'recovering';

/** What a phase is busy with; the sentence is `detail.<detail>` of the catalog. */
export type ProgressDetail = 'reading' | 'encoding' | 'teacher' | 'shaders' | 'evaluating';

/** A stage of the settings, from 1, and how many there are. */
export interface StagePlace {
  at: number;
  of: number;
}

/** How a run ended: by a person, because validation stopped improving, or with its last step. */
export type Ending = 'stopped' | 'converged' | 'finished';

export interface Progress {
  phase: Phase;
  /** Null while a run is under way, and of weights that came from elsewhere. */
  ending: Ending | null;
  /** The stage that runs, or ran last; null where there is no run. */
  stage: StagePlace | null;
  step: number;
  epoch: number;
  /** 0..1 of the current phase, or null where the end is not known. */
  fraction: number | null;
  /** From the third step on: the first compiles every shader. */
  speed: RunSpeed | null;
  secondsLeft: number | null;
  detail: ProgressDetail | null;
  /** Compiled, of those that are; only while some are. */
  shaders?: { done: number; of: number };
  /** 0..1 of what `detail` names, where that is known. */
  detailShare?: number | null;
}

/** Over the run so far, but for the dispatches: those of its last step, without any for live values. */
export interface RunSpeed {
  stepsPerSecond: number;
  examplesPerSecond: number;
  jsMsPerStep: number;
  dispatchesPerStep: number;
}
