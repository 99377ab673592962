/** What a run's end makes of it. */
import { LabError } from '../failure';
import type { Ending } from '../progress';
import type { RunStatus } from './run';

/** Of a run that ended by an error. */
export const statusOf = (error: unknown): RunStatus =>
  error instanceof LabError && (error.code === 'diverged' || error.code === 'scores-not-finite')
    ? 'diverged'
    : 'failed';

/** How a run ended that nothing broke; null of any other. */
export const endingOf = (status: RunStatus): Ending | null =>
  status === 'stopped' || status === 'converged' || status === 'finished' ? status : null;
