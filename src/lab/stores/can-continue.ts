/** Whether training can go on where it ended. */
import { trainsAlike, type Document } from './graph';
import type { RunState } from './run';

/** The weights at rest are those of the document on screen. */
export const canContinue = (
  { progress, trained }: Pick<RunState, 'progress' | 'trained'>,
  document: Document | null,
): boolean => progress.phase === 'done' && progress.step > 0 && document !== null && trainsAlike(trained, document);
