/** What a split leaves out: who is not asked, and of which training rows the past is empty or the user never tested. */
import type { Dataset, Target } from './dataset';
import { timeCuts } from './split';

/**
 * Why a user is not asked in a part. `few-moments`, `few-events`: fewer than three, so all of them train. `no-events`:
 * none in the part. `no-history`: events in the part but none before it.
 */
export type LeftOutReason = 'few-moments' | 'few-events' | 'no-events' | 'no-history';

/** Users of the data set who are not asked in a part, by reason; reasons of nobody are missing. */
export type LeftOut = Partial<Record<LeftOutReason, number>>;

type Known = Pick<Dataset, 'events' | 'userStart' | 'users' | 'split' | 'protocol'>;

export function leftOut(dataset: Known): Record<'validation' | 'test', LeftOut> {
  const {
    events: { time },
    userStart,
    users,
    split,
    protocol,
  } = dataset;
  const cuts = protocol.split === 'time' ? timeCuts(dataset.events) : null;
  const count = (targets: readonly Target[], reasonOf: (user: number) => LeftOutReason): LeftOut => {
    const asked = askedUsers(users.length, targets);
    const left: LeftOut = {};
    users.forEach((_, user) => {
      if (asked[user] === 1) return;
      const reason = reasonOf(user);
      left[reason] = (left[reason] ?? 0) + 1;
    });
    return left;
  };
  if (cuts === null) {
    const few = (): LeftOutReason => (protocol.split === 'random' ? 'few-events' : 'few-moments');
    return { validation: count(split.validation, few), test: count(split.test, few) };
  }
  const [from, to] = cuts;
  const has = (user: number, isIn: (time: number) => boolean): LeftOutReason =>
    time.subarray(userStart[user], userStart[user + 1]).some(isIn) ? 'no-history' : 'no-events';
  return {
    validation: count(split.validation, (user) => has(user, (at) => at >= from && at < to)),
    test: count(split.test, (user) => has(user, (at) => at >= to)),
  };
}

/** Shares of the training rows. */
export interface TrainingRows {
  /**
   * Rows with no event before their moment (under `random`: with no other training event of their user): the model sees
   * an empty past there.
   */
  withoutHistory: number;
  /** Rows of users whom the test never asks. */
  untested: number;
}

export function trainingRows({ events, users, split: { train, test }, protocol }: Known): TrainingRows {
  const tested = askedUsers(users.length, test);
  const rowsOf = new Uint32Array(users.length);
  for (const e of train) rowsOf[events.user[e]!]!++;
  // But under 'random' a user's training rows are the first events: those of the first moment have nothing before them.
  const isFirst = (e: number): boolean =>
    protocol.split === 'random' ? rowsOf[events.user[e]!] === 1 : events.tieGroup[e] === 0;
  let [withoutHistory, untested] = [0, 0];
  for (const e of train) {
    if (isFirst(e)) withoutHistory++;
    if (tested[events.user[e]!] === 0) untested++;
  }
  return { withoutHistory: withoutHistory / train.length, untested: untested / train.length };
}

/** [users] 1 where there is a target of the user. */
function askedUsers(users: number, targets: readonly Target[]): Uint8Array {
  const asked = new Uint8Array(users);
  for (const { user } of targets) asked[user] = 1;
  return asked;
}
