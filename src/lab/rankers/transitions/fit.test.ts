import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../data/dataset';
import { historyOf } from '../../../data/history';
import { datasetOf, type Row } from '../../../data/testing';
import { computeBaselines } from '../compute';
import { transitionsScorer } from './fit';
import { expectScores, LOGS, logsOf, tieBreak } from '../fitting/testing';

/** Events of the training part, user by user, in order. */
const sequences = ({ users, events, split }: Dataset): number[][] =>
  users.map((_, u) => Array.from(split.train).filter((e) => events.user[e] === u));

describe('transitions', () => {
  it.each(LOGS)('agrees with a double loop under %o', (changes) => {
    for (const dataset of logsOf(changes)) {
      const { events } = dataset;
      const t = dataset.items.map(() => dataset.items.map(() => 0));
      for (const sequence of sequences(dataset)) {
        sequence.forEach((a, at) =>
          sequence.forEach((b, bt) => {
            const gap = bt - at;
            if (gap >= 1 && gap <= 5 && events.tieGroup[b]! > events.tieGroup[a]!)
              t[events.item[a]!]![events.item[b]!]! += 1 / gap;
          }),
        );
      }
      expectScores(dataset, transitionsScorer(dataset), (target) => {
        const last = [...historyOf(dataset, target)].slice(-5);
        return dataset.items.map(
          (_, c) =>
            last.reduce((sum, e, at) => sum + 0.6 ** (last.length - 1 - at) * t[events.item[e]!]![c]!, 0) +
            tieBreak(dataset, c),
        );
      });
    }
  });

  it('finds a planted chain that popularity cannot see', async () => {
    // Everybody walks the same circle of 30 items from another start: the next item follows from the last one alone.
    const rows = Array.from({ length: 30 }, (_, u) =>
      Array.from({ length: 12 }, (__, s): Row => [`u${u}`, `i${(u + s) % 30}`, s]),
    ).flat();
    const dataset = datasetOf(rows);
    const { baselines } = await computeBaselines(dataset, { part: 'test' });
    expect(baselines.transitions!.mrr).toBe(1);
    expect(baselines.popularity!.mrr).toBeLessThan(0.2);
  });
});
