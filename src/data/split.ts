/** Training, validation and test parts of a log, and what each held-out user is asked. */
import type { Events, Protocol, Split, Target } from './dataset';
import { createRandom } from './random';
import { DataError } from './table';

export interface Splittable {
  events: Events;
  userStart: Uint32Array;
  users: readonly string[];
  items: readonly string[];
  hasTime: boolean;
}

/** What a rule decides; counts are taken from `train` afterwards, the same way for every rule. */
interface Parts {
  train: Uint32Array;
  validation: Target[];
  test: Target[];
}

/** Shares of the log before the validation part and before the test part under `time`. */
const VALIDATION_FROM = 0.8;
const TEST_FROM = 0.9;
/** Share of a user's events in validation, and again in test, under `random`. */
const HELD_OUT = 0.1;
/** Shares of a user's events in test and, of those before, in validation, under `last-fifth`. */
const LAST_FIFTH = 0.2;
const BEFORE_IT = 0.1;
/** No items. */
const NONE = new Uint32Array(0);

/**
 * Splits kept events.
 *
 * - `leave-last-out`: the last moment of a user is his test target, the one before it his validation target, all
 *   earlier ones
 *   are training. Users with fewer than three moments train only.
 * - `last-fifth`: the moments that hold the last fifth of a user's events (as few as do, at least one) are his test
 *   target, those that hold a tenth of
 *   what is before them his validation target, all earlier ones are training. Users with fewer than three moments train
 *   only.
 * - `time`: two cuts for everybody, at the times of the events at 80 % and 90 % of the log. Events before the first cut
 *   train;
 *   events from the first cut up to the second are a user's validation target, those from the second on his test
 *   target; a cut never parts events
 *   of the same time. The history is what lies before the respective cut; users without any are not asked.
 * - `random`: of each user with at least three events, a tenth (rounded, at least one) is validation, a tenth test; the
 *   history of
 *   both is his training part. What is asked in validation is set apart in test, but for items that the test asks for
 *   too.
 *
 * @throws DataError `needs-time` where a log without times is asked for a split by order; `no-test-users` where nobody
 * is left to ask
 */
export function splitEvents(kept: Splittable, protocol: Protocol, seed: number): Split {
  if (protocol.split !== 'random' && !kept.hasTime) {
    throw new DataError({ code: 'needs-time', file: 'log', values: { split: protocol.split } });
  }
  const { train, validation, test } = divide(kept, protocol, seed);
  if (test.length === 0 || validation.length === 0 || train.length === 0) {
    throw new DataError({
      code: 'no-test-users',
      file: 'log',
      values: { split: protocol.split, users: kept.users.length, events: kept.events.user.length },
    });
  }
  const itemCounts = new Uint32Array(kept.items.length);
  for (const e of train) itemCounts[kept.events.item[e]!]!++;
  return { train, validation, test, itemCounts, unseenTargets: unseenShare(test, itemCounts) };
}

function divide(kept: Splittable, protocol: Protocol, seed: number): Parts {
  switch (protocol.split) {
    case 'leave-last-out':
      return lastTieGroups(kept, 0, 0);
    case 'last-fifth':
      return lastTieGroups(kept, LAST_FIFTH, BEFORE_IT);
    case 'time':
      return byTime(kept);
    case 'random':
      return byChance(kept, seed);
  }
}

/**
 * Each user's last tie groups are the test target, those before them the validation target: as few whole groups as hold
 * the given share of the user's events, at least one, and so that one is left for each part that comes before.
 */
function lastTieGroups({ events, userStart, users }: Splittable, testShare: number, validationShare: number): Parts {
  const train: number[] = [];
  const validation: Target[] = [];
  const test: Target[] = [];
  users.forEach((_, user) => {
    const start = userStart[user]!;
    const end = userStart[user + 1]!;
    const groups = end > start ? events.tieGroup[end - 1]! + 1 : 0;
    /** Where the part that ends before event `to` begins, if `before` tie groups are to be left. */
    const partFrom = (to: number, share: number, before: number): number => {
      const wanted = share * (to - start);
      let from = to;
      do {
        const group = events.tieGroup[from - 1];
        while (from > start && events.tieGroup[from - 1] === group) from--;
      } while (to - from < wanted && events.tieGroup[from - 1]! >= before);
      return from;
    };
    let validationFrom = end;
    if (groups >= 3) {
      const testFrom = partFrom(end, testShare, 2);
      validationFrom = partFrom(testFrom, validationShare, 1);
      validation.push(prefixTarget(events, user, start, validationFrom, testFrom));
      test.push(prefixTarget(events, user, start, testFrom, end));
    }
    for (let e = start; e < validationFrom; e++) train.push(e);
  });
  return { train: Uint32Array.from(train), validation, test };
}

/** When the validation part begins under `time`, and when the test part. */
export function timeCuts({ time }: Pick<Events, 'time'>): [validation: number, test: number] {
  const sorted = time.slice().sort();
  return [sorted[Math.floor(sorted.length * VALIDATION_FROM)]!, sorted[Math.floor(sorted.length * TEST_FROM)]!];
}

function byTime({ events, userStart, users }: Splittable): Parts {
  const [firstCut, secondCut] = timeCuts(events);
  const train: number[] = [];
  const validation: Target[] = [];
  const test: Target[] = [];
  users.forEach((_, user) => {
    const start = userStart[user]!;
    const end = userStart[user + 1]!;
    let validationFrom = start;
    while (validationFrom < end && events.time[validationFrom]! < firstCut) train.push(validationFrom++);
    let testFrom = validationFrom;
    while (testFrom < end && events.time[testFrom]! < secondCut) testFrom++;
    if (validationFrom > start && testFrom > validationFrom)
      validation.push(prefixTarget(events, user, start, validationFrom, testFrom));
    if (testFrom > start && end > testFrom) test.push(prefixTarget(events, user, start, testFrom, end));
  });
  return { train: Uint32Array.from(train), validation, test };
}

function byChance({ events, userStart, users }: Splittable, seed: number): Parts {
  const train: number[] = [];
  const validation: Target[] = [];
  const test: Target[] = [];
  const random = createRandom(seed, 'split');
  users.forEach((_, user) => {
    const start = userStart[user]!;
    const count = userStart[user + 1]! - start;
    const shuffled = random.shuffle(Uint32Array.from({ length: count }, (_, i) => start + i));
    const held = count < 3 ? 0 : Math.max(1, Math.round(count * HELD_OUT));
    const history = shuffled.slice(2 * held).sort();
    for (const e of history) train.push(e);
    if (held === 0) return;
    const target = (from: number): Target => {
      const own = shuffled.slice(from, from + held).sort();
      return { user, events: own, items: distinctItems(events, own), history: 0, historyEvents: history, apart: NONE };
    };
    const [first, second] = [target(0), target(held)];
    validation.push(first);
    test.push({ ...second, apart: first.items.filter((item) => !second.items.includes(item)) });
  });
  return { train: Uint32Array.from(train), validation, test };
}

/** The target of events [from, to) with everything of the user before it as history. */
function prefixTarget(events: Events, user: number, start: number, from: number, to: number): Target {
  const positions = Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return {
    user,
    events: positions,
    items: distinctItems(events, positions),
    history: from - start,
    historyEvents: null,
    apart: NONE,
  };
}

const distinctItems = (events: Events, positions: Uint32Array): Uint32Array =>
  Uint32Array.from(new Set(Array.from(positions, (e) => events.item[e]!)));

function unseenShare(test: readonly Target[], itemCounts: Uint32Array): number {
  let targets = 0;
  let unseen = 0;
  for (const { items } of test) {
    targets += items.length;
    for (const item of items) if (itemCounts[item] === 0) unseen++;
  }
  return unseen / targets;
}
