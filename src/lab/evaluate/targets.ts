/** Held-out targets as the user side reads them. */
import type { Dataset, Past, Target } from '../../data/dataset';
import { encodeHistories } from '../../data/history';
import type { PastsRead } from '../../model/run/compile';
import type { UserRows } from '../../model/run/encode';
import { LabError } from '../failure';

/** Scores that are no numbers: the model diverged, and ranking them would flatter it. */
export const scoresNotFinite = (): LabError =>
  new LabError('scores-not-finite', 'the model gives scores that are not finite numbers');

/**
 * What the user side reads of users as of given moments.
 * @param events that the context fields are read from
 */
export const rowsOfPasts = (
  dataset: Dataset,
  pasts: readonly Past[],
  { events, moments }: { events: Uint32Array; moments: Float64Array },
  read: PastsRead,
): UserRows => ({
  users: Uint32Array.from(pasts, ({ user }) => user),
  events,
  moments,
  history: encodeHistories(dataset, pasts, read.historyLength),
  windows: read.windows.map(({ window, length }) => encodeHistories(dataset, pasts, length, window)),
});

/** The same for held-out targets. */
export const rowsOfTargets = (dataset: Dataset, part: readonly Target[], read: PastsRead): UserRows =>
  rowsOfPasts(
    dataset,
    part,
    {
      events: Uint32Array.from(part, (target) => eventOf(dataset, target)),
      moments: Float64Array.from(part, (target) => askedAt(dataset, target)),
    },
    read,
  );

/** In milliseconds since the epoch: as its first held-out event happens; behind the log where nothing is held out. */
export const askedAt = ({ events }: Pick<Dataset, 'events'>, { events: [first] }: Target): number =>
  first === undefined ? Infinity : events.time[first]!;

/**
 * The event a target's context fields are read from: its first held-out one. Where nothing is held out the user's last
 * one: his next context is not known.
 */
export function eventOf({ userStart }: Pick<Dataset, 'userStart'>, { user, events }: Target): number {
  return events[0] ?? userStart[user + 1]! - 1;
}
