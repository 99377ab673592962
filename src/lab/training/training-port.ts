/** What a training tells and asks whoever runs it. */
import type { Progress } from '../progress';
import type { Checkpoint } from '../runs/checkpoint';
import type { Pace } from './pace';

export interface TrainingPort {
  /** Called on every change of phase and at most four times a second while running. */
  progress(progress: Progress): void;
  /** New points are in `series`. */
  seriesGrew(): void;
  /** Time to save (see checkpoint-keeping.ts). */
  saved(checkpoint: Checkpoint): Promise<void>;
  /** Where a timeline is kept. The weights rest until it resolves. */
  snapshots?: { isDue(step: number): boolean; take(epoch: number): Promise<void> };
  /** Left out: every step at once. */
  pace?: Pace;
  /** Which weights stay at the end; left out: those that were best on validation. */
  keeps?: 'last';
}
