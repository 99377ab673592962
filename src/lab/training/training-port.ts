/** What a training tells and asks whoever runs it. */
import type { Progress } from '../progress';
import type { Checkpoint } from '../runs/checkpoint';
import type { Pace } from './pace';

export interface TrainingPort {
  /** Called on every change of phase and at most four times a second while running. */
  progress(progress: Progress): void;
  /** New points are in `series`. */
  seriesGrew(): void;
  /** Time to save: at a pause, after an evaluation, and `SAVE_EVERY_MS` after the last time. */
  saved(checkpoint: Checkpoint): Promise<void>;
  /** Where a timeline is kept. The weights rest until it resolves. */
  snapshots?: { isDue(step: number): boolean; take(epoch: number): Promise<void> };
  /** Left out: every step at once. */
  pace?: Pace;
}
