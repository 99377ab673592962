/**
 * What a funnel saves, and what that costs: its list and its multiply-adds beside those of its last stage alone, which
 * ranks the whole catalogue.
 */
import type { Target } from '../../data/dataset';
import { createRandom } from '../../data/random';
import { interval, type MeanInterval } from '../evaluate/interval';
import { shareIn } from '../evaluate/share-in';
import { takingTurns } from '../turns';
import type { FunnelStage } from './funnel-stage';
import { FUNNEL_USERS, type List } from './stage';

type LimitedStage = Pick<FunnelStage, 'first' | 'order' | 'workFor' | 'keep'>;

export interface BesideLast {
  /** Users it is of, drawn once. */
  users: number;
  /** K, as many as the last stage keeps. */
  keep: number;
  /** Multiply-adds of one user. */
  work: { funnel: number; alone: number };
  /** Recall@K of held-out items, averages over the users. */
  recall: { funnel: number; alone: number };
  /** Of the K that the last stage takes of the catalogue, the share that the funnel ends with; over the users. */
  kept: MeanInterval;
}

/** Of a recall of .2 the standard error over so many users is .018. */
const SAMPLE = 500;
/** The same ones each time. */
const SEED = 1;

/**
 * @param stages at least two, and targets at least one; else null
 * @throws LabError (scores-not-finite); the signal's reason when aborted
 */
export async function besideLast(
  stages: readonly LimitedStage[],
  targets: readonly Target[],
  items: number,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (share: number) => void },
): Promise<BesideLast | null> {
  const [first, ...others] = stages;
  const last = others.at(-1);
  if (!first || !last || targets.length === 0) return null;
  const takeTurn = takingTurns(signal);
  const drawn = createRandom(SEED, 'beside the last stage').shuffle(Uint32Array.from(targets.keys()));
  const sample = Array.from(drawn.subarray(0, SAMPLE), (at) => targets[at]!);
  const kept: number[] = [];
  const recall = { funnel: 0, alone: 0 };
  const given = stages.map(() => 0);
  for (let from = 0; from < sample.length; from += FUNNEL_USERS) {
    const part = sample.slice(from, from + FUNNEL_USERS);
    await takeTurn();
    let { lists } = await first.first(part);
    given[0]! += part.length * items;
    for (const [at, stage] of others.entries()) {
      await takeTurn();
      given[at + 1]! += lists.reduce((sum, { length }) => sum + length, 0);
      lists = (await stage.order(part, lists)).lists.map((list) => list.subarray(0, stage.keep));
    }
    await takeTurn();
    const alone: List[] = (await last.first(part)).lists;
    part.forEach((target, row) => {
      kept.push(shareIn(alone[row]!, lists[row]!));
      recall.funnel += shareIn(target.items, lists[row]!) / sample.length;
      recall.alone += shareIn(target.items, alone[row]!) / sample.length;
    });
    onProgress((from + part.length) / sample.length);
  }
  return {
    users: sample.length,
    keep: last.keep,
    work: {
      funnel: stages.reduce((sum, stage, at) => sum + stage.workFor(given[at]! / sample.length), 0),
      alone: last.workFor(items),
    },
    recall,
    kept: interval(kept),
  };
}
