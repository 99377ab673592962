/** Held-out targets as the user side reads them. */
import type { Dataset, Target } from '../../data/dataset';
import { encodeHistories } from '../../data/history';
import type { PastsRead } from '../../model/run/compile';
import type { UserRows } from '../../model/run/encode';
import { LabError } from '../failure';

/** Scores that are no numbers: the model diverged, and ranking them would flatter it. */
export const scoresNotFinite = (): LabError =>
  new LabError('scores-not-finite', 'the model gives scores that are not finite numbers');

/** What the user side reads for held-out targets. */
export const rowsOfTargets = (dataset: Dataset, part: readonly Target[], pasts: PastsRead): UserRows => ({
  users: Uint32Array.from(part, ({ user }) => user),
  events: Uint32Array.from(part, (target) => eventOf(dataset, target)),
  history: encodeHistories(dataset, part, pasts.historyLength),
  windows: pasts.windows.map(({ window, length }) => encodeHistories(dataset, part, length, window)),
});

/**
 * The event a target's context fields are read from: its first held-out one. Where nothing is held out the user's last
 * one: his next context is not known.
 */
export function eventOf({ userStart }: Pick<Dataset, 'userStart'>, { user, events }: Target): number {
  return events[0] ?? userStart[user + 1]! - 1;
}
