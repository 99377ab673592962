/**
 * How the learning rate changes over a run: a function of the step alone, so that a run that goes on from a checkpoint
 * learns as if it had not stopped.
 */

/**
 * Each begins with `warmup` steps that rise linearly to the full rate; a cosine then falls over `steps` steps to
 * `floor` times the rate, and stays there.
 */
export type Schedule =
  | { kind: 'constant'; warmup: number }
  | { kind: 'cosine'; warmup: number; steps: number; floor: number };

/**
 * The factor of the learning rate in step `step` (from 0), as torch.optim.lr_scheduler.LambdaLR would be given it.
 * Warm-up: (step + 1) / warmup, so that the first step learns already. Cosine: floor + (1 - floor) (1 + cos(pi t /
 * steps)) / 2 for the t-th step after it (Loshchilov and Hutter 2017, eq. 5).
 */
export function scheduleFactor(schedule: Schedule, step: number): number {
  const after = step - schedule.warmup;
  if (after < 0) return (step + 1) / schedule.warmup;
  if (schedule.kind === 'constant') return 1;
  const share = Math.min(1, after / schedule.steps);
  return schedule.floor + ((1 - schedule.floor) * (1 + Math.cos(Math.PI * share))) / 2;
}
