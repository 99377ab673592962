import { describe, expect, it } from 'vitest';
import { createBatches } from './batches';
import { build } from './build-testing';
import type { Candidates } from './candidates';
import type { Dataset } from './dataset';
import { plattScaling } from './platt-scaling';
import { giveScores, runScores, scalingOf, scoresByRun, type RunScores } from './run-scores';
import { shownOf } from './shown';

const T = 1_600_000_000;
/** user, item, second, click. ann takes a, b, c, d, of which c is validation and d test; h and i are shown after b. */
const ROWS = [
  ['ann', 'a', 10, 1],
  ['ann', 'e', 11, 0],
  ['ann', 'f', 12, 0],
  ['ann', 'b', 20, 1],
  ['ann', 'g', 21, 0],
  ['ann', 'c', 30, 1],
  ['ann', 'h', 31, 0],
  ['ann', 'd', 40, 1],
  ['ann', 'i', 41, 0],
  ['bob', 'e', 10, 1],
  ['bob', 'f', 20, 1],
  ['bob', 'g', 5, 1],
  ['bob', 'h', 6, 1],
  ['bob', 'i', 7, 1],
] as const;
const datasetOf = async (): Promise<Dataset> =>
  (
    await build({
      log: `user,item,time,is_click\n${ROWS.map(([u, i, s, c]) => `${u},${i},${T + s},${c}`).join('\n')}\n`,
      protocol: { positives: 'is_click=1' },
    })
  ).dataset;

/** A score for each row of training: of a row of line n, n. */
function byLine({ events, shown, split }: Dataset): RunScores {
  const of = (lines: Uint32Array, rows: Uint32Array) => Float32Array.from(rows, (row) => lines[row]!);
  return { events: of(events.line, split.train), shown: of(shown!.line, shownOf(shown!, 'train')) };
}

const RUN = { run: 'r1', asLogOdds: false };
const batchOf = (dataset: Dataset, teacher: Candidates['teacher']) =>
  createBatches(dataset, {
    batch: 8,
    historyLength: 0,
    seed: 1,
    candidates: { each: 4, shown: 3, teacher: teacher! },
  }).at(0);

describe('scores of a run', () => {
  it('stand beside the labels of a list, of the event and of what was shown, and nowhere else', async () => {
    const dataset = await datasetOf();
    giveScores(dataset, 'r1', byLine(dataset));
    const { users, items, real, candidates } = batchOf(dataset, RUN);
    const { items: listed, there, teacher } = candidates!;
    const lists = Array.from({ length: real }, (_, row) => {
      const places = [0, 1, 2, 3].map((place) => row * 4 + place).filter((at) => there[at] === 1);
      expect(places.every((at) => teacher!.scored[at] === 1)).toBe(true);
      const own = `${dataset.users[users[row]!]} ${dataset.items[items[row]!]}`;
      return [own, places.map((at) => `${dataset.items[listed[at]!]} ${teacher!.logits[at]}`)] as const;
    });
    // Lines begin at 2, behind the head.
    expect(Object.fromEntries(lists)).toMatchObject({
      'ann a': ['a 2'],
      'ann b': ['b 5', 'f 4', 'e 3'],
    });
    there.forEach((isThere, at) => {
      if (!isThere) expect([teacher!.logits[at], teacher!.scored[at]]).toEqual([0, 0]);
    });
  });

  it('are of the training part alone: no held-out row has a place among them, nor is one read', async () => {
    const dataset = await datasetOf();
    const scores = byLine(dataset);
    giveScores(dataset, 'r1', scores);
    const read = scoresByRun(dataset, RUN, 3);
    const { split, shown, events } = dataset;
    const held = [...split.validation, ...split.test].flatMap((target) => [...target.events]);
    expect(held.length).toBeGreaterThan(3);
    for (const event of held) expect(read.ofEvent(event)).toBeNaN();
    for (const part of ['validation', 'test'] as const)
      for (const row of shownOf(shown!, part)) expect(read.ofShown(row)).toBeNaN();
    for (const event of split.train) expect(read.ofEvent(event)).toBe(events.line[event]);
    const more = (all: Float32Array) => Float32Array.of(...all, 1);
    for (const wrong of [
      { ...scores, events: more(scores.events) },
      { ...scores, shown: more(scores.shown) },
    ])
      expect(() => giveScores(dataset, 'r1', wrong)).toThrow(RangeError);
    expect(runScores(dataset, 'r1')).toBe(scores);
  });

  it('as log-odds are scaled by the labels of the lists that the student reads: a shown row as often as it is in one', async () => {
    const dataset = await datasetOf();
    const scores = byLine(dataset);
    giveScores(dataset, 'r1', scores);
    // ann's e and f stand in the list of b, of one place f alone; g, which she was shown later, in none.
    expect(scalingOf(dataset, scores, 3)).toEqual(plattScaling(scores.events, scores.shown, [1, 1, 0]));
    const one = scalingOf(dataset, scores, 1);
    expect(one).toEqual(plattScaling(scores.events, scores.shown, [0, 1, 0]));
    const { slope, intercept } = scalingOf(dataset, scores, 3);
    expect(slope).not.toBe(one.slope);
    const { candidates } = batchOf(dataset, { ...RUN, asLogOdds: true });
    const plain = batchOf(dataset, RUN).candidates!;
    candidates!.teacher!.scored.forEach((isScored, at) => {
      if (isScored)
        expect(candidates!.teacher!.logits[at]).toBe(Math.fround(slope * plain.teacher!.logits[at]! + intercept));
    });
  });

  it('are asked for where none were given, as a fault', async () => {
    const dataset = await datasetOf();
    expect(runScores(dataset, 'r1')).toBeNull();
    expect(() => batchOf(dataset, RUN)).toThrow('no scores of the teacher "r1" were given');
  });
});
