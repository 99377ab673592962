/**
 * What each channel of the user's tower gives to scores: what `explain` says of one score, over a sample of users and
 * the first items of their lists.
 */
import { Attributor, EXPLAINED_ROWS, scoreOf } from '../../model/run/attribution/attributor';
import type { LiveModel } from '../training/live-model';
import type { Watch } from '../waits';
import { NO_ITEM } from './metrics';
import { rankChunk } from './model';
import { rowsOfTargets } from './targets';
import { evenly, Moments, type Spread } from './spread';
import type { Split } from './explain';

/** Tested users, and of each so many items: each score takes a pass of its own. */
const SAMPLE = { users: 24, items: 4 };

/** The means of channels, popularity, base and rest add up to that of the scores. */
export interface ChannelParts {
  /** Steps the weights had seen. */
  step: number;
  users: number;
  /** Scores that were split. */
  scores: number;
  /** By node that makes it, in the order of the graph. */
  channels: (Spread & { node: string })[];
  /** How popular the items were of late; null where the match does not ask. */
  popularity: Spread | null;
  /** As in `Split`. */
  base: Spread;
  rest: Spread;
  score: Spread;
  /** `product` where every score of the sample is linear in them. */
  method: Split['method'];
}

/** @throws LabError (scores-not-finite); the signal's reason when aborted */
export async function channelParts(
  model: LiveModel,
  { signal, onProgress }: Watch,
  sample = SAMPLE,
): Promise<ChannelParts> {
  const { dataset, compiled, weights, encoder, step } = model;
  const { test } = dataset.split;
  const targets = evenly(test.length, Math.min(sample.users, encoder.userRows)).map((at) => test[at]!);
  const listed = Math.min(sample.items, dataset.items.length);
  const index = encoder.encodeItems();
  const { top } = await rankChunk(encoder, dataset, index, targets, compiled, listed, signal).finally(() =>
    index.dispose(),
  );
  const [score, base, rest] = [new Moments(), new Moments(), new Moments()];
  let popularity: Moments | null = null;
  const channels = new Map<string, Moments>();
  let [scores, isLinear] = [0, true];
  const attributor = new Attributor(compiled, dataset, weights);
  try {
    for (const [row, target] of targets.entries()) {
      const copies = Array.from({ length: EXPLAINED_ROWS }, () => target);
      const user = rowsOfTargets(dataset, copies, compiled);
      for (const item of top.subarray(row * listed, (row + 1) * listed)) {
        if (item === NO_ITEM) continue;
        signal.throwIfAborted();
        const split = await attributor.byChannel(user, item);
        const byNode = new Map<string, number>();
        for (const { of, value } of split.parts) byNode.set(of, (byNode.get(of) ?? 0) + value);
        for (const [node, value] of byNode) {
          const own = channels.get(node) ?? new Moments();
          channels.set(node, own);
          own.add(value);
        }
        if (split.popularity !== null) (popularity ??= new Moments()).add(split.popularity);
        base.add(split.base);
        rest.add(split.rest);
        score.add(scoreOf(split));
        isLinear &&= split.linear;
        scores += 1;
      }
      onProgress((row + 1) / targets.length);
    }
  } finally {
    attributor.dispose();
  }
  return {
    step,
    users: targets.length,
    scores,
    channels: Array.from(channels, ([node, own]) => ({ node, ...own.figures })),
    popularity: popularity?.figures ?? null,
    base: base.figures,
    rest: rest.figures,
    score: score.figures,
    method: isLinear ? 'product' : 'integrated',
  };
}
