/**
 * Training batches by step number: the same step of the same seed is the same batch, in whatever order steps are asked
 * for.
 */
import { candidateSampler, type CandidateLists, type CandidatePools, type Candidates } from './candidates';
import type { Dataset } from './dataset';
import { EarlierItems } from './earlier-items';
import { pastEnds, trainingHistories, type Histories } from './history';
import { pastUsers } from './past-users';
import { trainingPositives } from './positives';
import { createRandom } from './random';
import { scoresByRun } from './run-scores';
import { columnSampler, type SampledColumns } from './sampled-columns';
import type { PastRead } from './sessions';
import { Stretches, type Deal, type Places } from './stretches';
import { teacherScores } from './teacher-scores';
import { trainingPart, type TrainingPart } from './training-part';

/**
 * One step's input. Row i is a training event (its user and history); column j < B of the in-batch softmax is the item
 * of row j, columns behind them are sampled items. An epoch's events are spread evenly over its batches, so that none
 * is left with a handful of rows (few negatives: a small loss and a loud gradient). What a batch lacks of `size` is
 * padding: rows that repeat row 0 with weight 0 and realColumn 0.
 */
export interface Batch {
  /** B: rows, padding included. */
  size: number;
  /** Rows that are not padding. */
  real: number;
  step: number;
  /** [B] position in `split.train`. */
  drawn: Uint32Array;
  /** [B] user index. */
  users: Uint32Array;
  /** [B] item index. */
  items: Uint32Array;
  /** B rows of `historyLength` events; where there are places, a row for each stretch instead. */
  history: Histories;
  /** Where the past of each row ends in that of its stretch; null where each has a row of `history` of its own. */
  places: Places | null;
  /** The same for each window of the past that was asked for, in their order. */
  windows: readonly Histories[];
  /**
   * A row of `pastUsersLength` users for each of the item side, who had its item before; null where no graph asks for
   * them.
   */
  pastUsers: Histories | null;
  /**
   * [B] log of the item's share of training events (Yi et al., RecSys 2019: q_j is the chance to stand as a column).
   */
  logQ: Float32Array;
  /** [N] items that only stand as columns; none where none were asked for. */
  sampled: Uint32Array;
  /**
   * [N] by how many steps the vector of each is older than the batch, 0 = there is none; null where the item side has
   * rows for them.
   */
  ages: Uint32Array | null;
  /** [B + N] log of the chance that one of all columns holds the item; `logQ` itself without sampled ones. */
  mixedLogQ: Float32Array;
  /** What a ranker scores for each row; null where no objective asks for any. */
  candidates: CandidateLists | null;
  /** [B] row weight; 0 for padding. */
  weight: Float32Array;
  /** [B] 1 = a real column. */
  realColumn: Float32Array;
  /** [B] position in `dataset.events`. Found when first asked for. */
  readonly events: Uint32Array;
  /** [B] their moments, as in `Events.time`. Found when first asked for. */
  readonly moments: Float64Array;
}

/**
 * `pastUsersLength`: 0 unless given; the users of items are not even sorted then. `windows`: none unless given.
 * `everyPosition`: rows are predicted from the pasts of their stretches (see `Stretches`).
 */
export interface BatchReads {
  historyLength: number;
  everyPosition?: boolean;
  windows?: readonly PastRead[];
  pastUsersLength?: number;
  sampled?: SampledColumns | null;
  candidates?: Candidates | null;
}

export interface BatchOptions extends BatchReads {
  batch: number;
  seed: number;
}

export interface Batches {
  stepsPerEpoch: number;
  /**
   * @param reuse a batch of these batches that nobody reads any more: its arrays are written over
   * @throws RangeError for a step that is no whole number from 0
   */
  at(step: number, reuse?: Batch): Batch;
}

/** @throws RangeError for a batch below 1 or a negative length */
export function createBatches(dataset: Dataset, options: BatchOptions): Batches {
  check(options);
  const {
    batch: size,
    historyLength,
    everyPosition = false,
    windows = [],
    pastUsersLength = 0,
    seed,
    sampled = null,
    candidates = null,
  } = options;
  const { events, split } = dataset;
  const { train } = split;
  const part = trainingPart(dataset);
  const stretches = everyPosition ? stretchesOf(dataset, part, size, historyLength) : null;
  const stepsPerEpoch = stretches?.batches ?? Math.ceil(train.length / size);
  const drawsOf = epochDraws(dataset, part, logShares(dataset), seed, stretches);
  const histories = trainingHistories(dataset, part);
  const windowsOf = windows.map((read) => histories.window(read));
  const usersOf = pastUsersLength === 0 ? null : pastUsers(dataset, part);
  const fresh = () => ({
    drawn: new Uint32Array(size),
    users: new Uint32Array(size),
    items: new Uint32Array(size),
    logQ: new Float32Array(size),
    weight: new Float32Array(size),
    realColumn: new Float32Array(size),
  });
  const columns = sampled && columnSampler(dataset, sampled, seed);
  const standing = rowsOfSteps(drawsOf, train.length, stepsPerEpoch);
  const earlier = sampled?.by === 'earlier' ? earlierItems(sampled, size, standing) : null;
  const listsOf = candidates && candidateSampler(candidates, poolsOf(dataset, part, candidates), seed);

  return {
    stepsPerEpoch,
    at(step, reuse) {
      if (!Number.isInteger(step) || step < 0)
        throw new RangeError(`batches.at: step is ${step}; whole numbers from 0 are allowed`);
      earlier?.reach(step);
      const { draws, deal, inEpoch, real, drawOf } = standing(step);
      let positions: Uint32Array | null = null;
      const positionsOf = (): Uint32Array => (positions ??= drawn.map((at) => train[at]!));
      const eventOf = (row: number): number => train[drawn[row]!]!;
      const timeOf = (row: number): number => events.time[eventOf(row)]!;
      const { drawn, users, items, logQ, weight, realColumn } = reuse ?? fresh();
      const logQBits = new Uint32Array(logQ.buffer);
      for (let row = 0; row < size; row++) {
        const at = drawOf(row);
        drawn[row] = draws[at]!;
        users[row] = draws[at + 1]!;
        items[row] = draws[at + 2]!;
        logQBits[row] = draws[at + 3]!;
      }
      if (events.weight === null) weight.fill(1, 0, real);
      else for (let row = 0; row < real; row++) weight[row] = events.weight[positionsOf()[row]!]!;
      weight.fill(0, real);
      realColumn.fill(1, 0, real).fill(0, real);
      const rows = { users, items, real, timeOf, eventOf };
      const kept = earlier?.columns() ?? null;
      earlier?.push(rows);
      const others = kept?.items ?? columns?.at(step, rows) ?? NONE_SAMPLED;
      const wanted = { drawn, users };
      const pasts = stretches && deal ? pastsOfUsers(stretches.lastOf(deal, inEpoch), part) : wanted;
      // What closures of a batch hold lives as long as it: the batch before must not be among them, or all of them
      // would stay.
      const windowsBefore = reuse?.windows;
      return {
        size,
        real,
        step,
        drawn,
        users,
        items,
        sampled: others,
        ages: kept?.ages ?? null,
        logQ,
        mixedLogQ: columns?.logQ({ items, real, sampled: others }) ?? logQ,
        candidates: listsOf && listsOf(step, rows, reuse?.candidates),
        weight,
        realColumn,
        history: histories.of(pasts, historyLength, reuse?.history),
        places: stretches && deal && stretches.placesOf(deal, inEpoch, size),
        windows: windowsOf.length === 0 ? NO_WINDOWS : windowsOf.map((of, i) => of(wanted, windowsBefore?.[i])),
        pastUsers: usersOf?.of(drawn, kept ? NONE_SAMPLED : others, pastUsersLength, reuse?.pastUsers) ?? null,
        get events() {
          return positionsOf();
        },
        get moments() {
          return Float64Array.from(positionsOf(), (event) => events.time[event]!);
        },
      };
    },
  };
}

/** @throws as `teacherScores` and `scoresByRun` */
const poolsOf = (dataset: Dataset, part: TrainingPart, { teacher, shown }: Candidates): CandidatePools => ({
  positives: trainingPositives(part, dataset.items.length),
  items: dataset.items.length,
  shown: dataset.shown,
  teacher: !teacher
    ? null
    : 'run' in teacher
      ? scoresByRun(dataset, teacher, shown)
      : teacherScores({ outcomes: dataset.events.outcomes, shown: dataset.shown }, teacher),
});

/** Rows that the pasts of a batch take at the most, where each position of them is trained. */
export const stretchRows = (dataset: Dataset, size: number, historyLength: number): number =>
  stretchesOf(dataset, trainingPart(dataset), size, historyLength).rows;

/** @throws RangeError under 'random' splits, where a past does not end at its moment */
function stretchesOf(dataset: Dataset, part: TrainingPart, size: number, length: number): Stretches {
  if (dataset.protocol.split === 'random')
    throw new RangeError('createBatches: every position has its past before it only where the split keeps the order');
  return new Stretches({ ...part, ends: pastEnds(dataset, part) }, size, length);
}

const pastsOfUsers = (drawn: Uint32Array, { user }: TrainingPart) => ({ drawn, users: drawn.map((at) => user[at]!) });

const NONE_SAMPLED = new Uint32Array(0);
const NO_WINDOWS: readonly Histories[] = [];

/** @throws RangeError */
function check({ batch: size, historyLength, windows = [], pastUsersLength = 0 }: BatchOptions): void {
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`createBatches: batch is ${size}; whole numbers from 1 are allowed`);
  const lengths = {
    historyLength,
    pastUsersLength,
    ...Object.fromEntries(windows.map(({ length }, i) => [`windows[${i}].length`, length])),
  };
  for (const [name, length] of Object.entries(lengths)) {
    if (!Number.isInteger(length) || length < 0)
      throw new RangeError(`createBatches: ${name} is ${length}; whole numbers from 0 are allowed`);
  }
}

/** Words of an event in an epoch's order. */
const DRAW = 4;

/** An epoch's order. */
interface EpochDraws {
  /** [train x DRAW] the events in their order, as position in `split.train`, user, item, bits of logQ. */
  draws: Uint32Array;
  /** How stretches of them are dealt to the batches; null where single events are. */
  deal: Deal | null;
}

/** The order of an epoch, the rows of a step in it, and where the numbers of each begin; padding repeats row 0. */
interface Standing extends EpochDraws {
  inEpoch: number;
  real: number;
  drawOf(row: number): number;
}

/** By step. What one of another epoch gives is written over the draws. */
const rowsOfSteps =
  (drawsOf: (epoch: number) => EpochDraws, events: number, stepsPerEpoch: number) =>
  (step: number): Standing => {
    const { draws, deal } = drawsOf(Math.floor(step / stepsPerEpoch));
    const inEpoch = step % stepsPerEpoch;
    const begin = (b: number) => deal?.events[b] ?? Math.floor((b * events) / stepsPerEpoch);
    const from = begin(inEpoch);
    const real = begin(inEpoch + 1) - from;
    return { draws, deal, inEpoch, real, drawOf: (row) => DRAW * (from + (row < real ? row : 0)) };
  };

const earlierItems = ({ count, from = 0 }: SampledColumns, size: number, standing: (step: number) => Standing) =>
  new EarlierItems(count, from, size, (step) => {
    const { draws, real, drawOf } = standing(step);
    return { items: Uint32Array.from({ length: size }, (_, row) => draws[drawOf(row) + 2]!), real };
  });

/**
 * By epoch, the last one asked for kept. Gathered at once, while what they are read from is in the caches; step by
 * step, each row of a batch would wait for memory.
 */
function epochDraws(
  { split: { train } }: Dataset,
  part: TrainingPart,
  logShare: Float32Array,
  seed: number,
  stretches: Stretches | null,
): (epoch: number) => EpochDraws {
  const logShareBits = new Uint32Array(logShare.buffer);
  let cachedEpoch = -1;
  const cached: EpochDraws = { draws: new Uint32Array(0), deal: null };
  return (epoch) => {
    if (epoch !== cachedEpoch) {
      const random = createRandom(seed, 'batches', epoch);
      cached.deal = stretches && stretches.deal(random);
      const order = cached.deal?.order ?? random.shuffle(Uint32Array.from(train.keys()));
      if (cached.draws.length === 0) cached.draws = new Uint32Array(DRAW * order.length);
      for (let i = 0; i < order.length; i++) {
        const drawn = order[i]!;
        const item = part.item[drawn]!;
        cached.draws[DRAW * i] = drawn;
        cached.draws[DRAW * i + 1] = part.user[drawn]!;
        cached.draws[DRAW * i + 2] = item;
        cached.draws[DRAW * i + 3] = logShareBits[item]!;
      }
      cachedEpoch = epoch;
    }
    return cached;
  };
}

/**
 * [items] log of the relative frequency among training events: exp of it sums to 1 over the items seen in training.
 * Items never seen get the value of half an event, so that a column drawn from elsewhere stays finite.
 */
function logShares({ split, items }: Dataset): Float32Array {
  const total = split.train.length;
  return Float32Array.from(items, (_, item) => Math.log(Math.max(split.itemCounts[item]!, 0.5) / total));
}
