import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { datasetOf, randomRows } from '../../../data/testing';
import { findTorch, runPython } from '../../../model/torch/run-python';
import { takingTurns } from '../../turns';
import { evaluateRankable } from '../fitting/ranking';
import { membersOf, trainingSets } from '../fitting/training-sets';
import { popularityScorer } from '../popularity/fit';
import { Autoencoder } from './autoencoder';
import { fitElsa } from './fit';
import { widthsFor, SEARCHES } from './ranker';

const takeTurn = takingTurns();
const python = findTorch();
const WIDTH = 8;
const dataset = datasetOf(randomRows(7, { users: 40 }));
const sets = trainingSets(dataset);
const everybody = Uint32Array.from({ length: sets.users }, (_, user) => user);
const rowsOf = (values: Float64Array): number[][] =>
  Array.from({ length: values.length / WIDTH }, (_, row) =>
    Array.from(values.subarray(row * WIDTH, (row + 1) * WIDTH)),
  );

it('has the slope of its loss, also through the lengths of its vectors', () => {
  const autoencoder = new Autoencoder(sets, WIDTH);
  const { weights } = autoencoder;
  autoencoder.differentiate(everybody);
  const gradient = autoencoder.gradient.slice();
  const lossAt = (at: number, weight: number): number => {
    const before = weights[at]!;
    weights[at] = weight;
    autoencoder.normalise();
    const loss = autoencoder.differentiate(everybody);
    weights[at] = before;
    return loss;
  };
  for (let at = 0; at < weights.length; at += 7) {
    const step = 1e-5;
    const slope = (lossAt(at, weights[at]! + step) - lossAt(at, weights[at]! - step)) / (2 * step);
    expect(gradient[at], `weight ${at}`).toBeCloseTo(slope, 7);
  }
});

/** By hand: a, b, c of the plane, x = (1, 1, 0). y = (<a, b>, <a, b>, <a + b, c>). */
it('is worked out by hand for three items and a user of two of them', () => {
  const itemsOf = { starts: Uint32Array.of(0, 2), members: Uint32Array.of(0, 1) };
  const usersOf = { starts: Uint32Array.of(0, 1, 2, 2), members: Uint32Array.of(0, 0) };
  const autoencoder = new Autoencoder({ users: 1, items: 3, itemsOf, usersOf }, 4);
  // <a, b> = .6, <a, c> = 0, <b, c> = .8: y = (.6, .6, .8), whose cosine with x is 1.2 / sqrt(2 x 1.36).
  autoencoder.weights.set([2, 0, 0, 0, 3, 4, 0, 0, 0, 0.5, 0, 0]);
  autoencoder.normalise();
  expect(autoencoder.differentiate(Uint32Array.of(0))).toBeCloseTo(2 - 2.4 / Math.sqrt(2.72), 12);
});

it('a user whose row has no direction is left out of a step', () => {
  const one = { starts: Uint32Array.of(0, 1), members: Uint32Array.of(0) };
  const autoencoder = new Autoencoder({ users: 1, items: 1, itemsOf: one, usersOf: one }, 4);
  const before = autoencoder.weights.slice();
  expect(autoencoder.step(Uint32Array.of(0))).toBe(2);
  expect(autoencoder.weights).toEqual(before);
});

it.skipIf(!python && !process.env['CI'])('trains as the same equations in PyTorch do, batch after batch', async () => {
  const autoencoder = new Autoencoder(sets, WIDTH, { learningRate: 0.05 });
  const rows = Array.from(everybody, (user) => {
    const row = Array.from({ length: sets.items }, () => 0);
    for (const item of membersOf(sets.itemsOf, user)) row[item] = 1;
    return row;
  });
  const batches = Array.from({ length: 12 }, (_, n) => everybody.slice((n % 4) * 10, (n % 4) * 10 + 10));
  const weights = rowsOf(autoencoder.weights);
  const losses = batches.map((users) => autoencoder.step(users));
  const judged = (await runPython(python ?? 'python3', readFileSync(new URL('./elsa.py', import.meta.url), 'utf8'), {
    rows,
    weights,
    learningRate: 0.05,
    batches: batches.map((users) => [...users]),
  })) as { losses: number[]; vectors: number[] };
  judged.losses.forEach((loss, n) => expect(losses[n], `step ${n}`).toBeCloseTo(loss, 8));
  judged.vectors.forEach((value, at) => expect(autoencoder.vectors[at]).toBeCloseTo(value, 7));
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
});

it('finds who takes what together, better than popularity, and the same each time', async () => {
  // Two crowds, of which each takes its own half of the items, evenly.
  const crowds = datasetOf(
    Array.from({ length: 60 }, (_, user) =>
      Array.from({ length: 9 }, (__, n): [string, string, number] => [
        `u${user}`,
        `i${(user % 2) * 24 + ((user * 5 + n * 7) % 24)}`,
        n,
      ]),
    ).flat(),
  );
  const own = trainingSets(crowds);
  const fitted = await fitElsa(crowds, own, { takeTurn, search: SEARCHES.fixed });
  const again = await fitElsa(crowds, own, { takeTurn, search: SEARCHES.fixed });
  const hits = async (scorer: Parameters<typeof evaluateRankable>[2]) =>
    (await evaluateRankable(crowds, crowds.split.test, scorer)).metrics['hr@10']!;
  const [found, popular] = [await hits(fitted.scorer), await hits(popularityScorer(crowds))];
  expect(found).toBeGreaterThan(popular + 0.1);
  expect(await hits(again.scorer)).toBe(found);
  expect(fitted.chosen).toEqual({ width: 32, epochs: 5 });
});

it('tries no width that leaves a catalogue nothing to compress', () => {
  expect(widthsFor(SEARCHES.whole, 100)).toEqual([SEARCHES.whole.widths[0]]);
  expect(widthsFor(SEARCHES.whole, 100_000)).toEqual(SEARCHES.whole.widths);
});
