import { describe, expect, it } from 'vitest';
import { build } from '../../data/build-testing';
import type { Dataset, Protocol } from '../../data/dataset';
import { impressionLog } from './testing';
import { pairCounts, pairMetrics, pairsOf, pairsOfLog, pairsOfTraining, pastAt } from './pairs';

const T = 1_600_000_000;
/** ann clicks a to e at 10 to 50 and is shown f and g around the last two; bob is shown f before he takes it. */
const LOG = `user,item,time,is_click
ann,a,${T + 10},1
ann,b,${T + 20},1
ann,c,${T + 30},1
ann,f,${T + 34},0
ann,d,${T + 40},1
ann,g,${T + 44},0
ann,e,${T + 50},1
ann,f,${T + 50},0
ann,g,${T + 60},0
bob,a,${T + 10},1
bob,f,${T + 14},0
bob,f,${T + 20},1
bob,g,${T + 30},1
`;
const built = async (log: string, protocol: Partial<Protocol> = {}): Promise<Dataset> =>
  (await build({ log, protocol: { positives: 'is_click=1', ...protocol } })).dataset;

/** "user item second label history" of each. */
function lines(dataset: Dataset, part: 'validation' | 'test'): string[] {
  const pairs = pairsOf(dataset, part)!;
  return Array.from(pairs.items, (item, at) =>
    [
      dataset.users[pairs.users[at]!],
      dataset.items[item],
      pairs.time[at]! / 1000 - T,
      pairs.labels[at],
      pairs.history[at],
    ].join(' '),
  );
}

describe('pairs of a held-out part', () => {
  it('are what was taken in it and what was shown, each with the history of its own moment', async () => {
    const dataset = await built(LOG);
    expect(lines(dataset, 'validation')).toEqual(['ann d 40 1 3', 'ann g 44 0 4', 'bob f 20 1 1']);
    expect(lines(dataset, 'test')).toEqual(['ann e 50 1 4', 'ann f 50 0 4', 'ann g 60 0 5', 'bob g 30 1 2']);
    expect(pairCounts(pairsOf(dataset, 'test')!)).toEqual({ taken: 2, shown: 2, users: 1 });
  });

  it('of several moments have each its own past, of events at one moment the same', async () => {
    const clicks = Array.from({ length: 10 }, (_, i) => `ann,i${i},${T + (i === 9 ? 8 : i)},1`);
    const log = `user,item,time,is_click\n${clicks.join('\n')}\nann,x,${T + 9},0\nbob,x,${T},1\n`;
    const dataset = await built(log, { split: 'last-fifth', repeats: 'all' });
    expect(lines(dataset, 'test')).toEqual(['ann i8 8 1 8', 'ann i9 8 1 8', 'ann x 9 0 10']);
    // As the ranking has it: what is asked first has the past of the target.
    expect(pastAt(pairsOf(dataset, 'test')!, 0)).toMatchObject({
      user: dataset.split.test[0]!.user,
      history: dataset.split.test[0]!.history,
      time: (T + 8) * 1000,
    });
  });

  it('are of the users who are asked alone', async () => {
    const clicks = Array.from({ length: 20 }, (_, i) => `u${i % 2},i${i},${T + i},1`);
    // new: no event before the cut, so nobody asks; the shown row of the test part is not compared either.
    const late = [`new,i1,${T + 20},1`, `new,i2,${T + 21},0`, `u0,i3,${T + 21},0`];
    const dataset = await built(`user,item,time,is_click\n${[...clicks, ...late].join('\n')}\n`, { split: 'time' });
    expect(dataset.shown!.user).toHaveLength(2);
    expect(lines(dataset, 'test').every((line) => !line.startsWith('new'))).toBe(true);
    expect(lines(dataset, 'test')).toContain('u0 i3 21 0 10');
  });

  it('are not there where every row is a positive', async () => {
    expect(pairsOf(await built(LOG, { positives: '' }), 'test')).toBeNull();
  });

  it('have figures where there is something to compare', async () => {
    const pairs = pairsOf(await built(LOG), 'test')!;
    // ann: e above f, below g; bob has nothing to compare, but lies above both of ann's.
    const scores = Float32Array.of(2, 1, 3, 4);
    expect(pairMetrics(pairs, scores)).toEqual({ auc: 3 / 4, gauc: 1 / 2 });
    const taken = pairsOf(await built(LOG.replaceAll(/^ann,[fg].*,0\n/gm, '')), 'test')!;
    expect(pairMetrics(taken, Float32Array.of(1, 2))).toEqual({});
  });

  it('count each row of a drawn log once, of the part that the shown rows and the targets say', async () => {
    const dataset = await built(impressionLog(4));
    for (const part of ['validation', 'test'] as const) {
      const pairs = pairsOf(dataset, part)!;
      const { taken, shown } = pairCounts(pairs);
      expect(taken).toBe(dataset.split[part].reduce((sum, { events }) => sum + events.length, 0));
      expect(shown).toBe(dataset.shown!.part.filter((p) => p === (part === 'test' ? 2 : 1)).length);
      expect(new Set(pairs.contexts).size).toBe(pairs.contexts.length);
      expect(shown).toBeGreaterThan(5);
    }
  });
});

it('every row of a log is a pair of its own moment, whichever part it is of, with its line', async () => {
  const dataset = await built(LOG);
  const { users, items, history, labels, lines: ofLog, time, contexts } = pairsOfLog(dataset);
  const said = Array.from(items, (item, at) =>
    [dataset.users[users[at]!], dataset.items[item], labels[at], history[at], time[at]! / 1000 - T].join(' '),
  );
  // By line of the file; the line of `ann,f,50` is a second row of its pair in the test part, that of `bob,f,14` was
  // taken later.
  const byLine = new Map(said.map((one, at) => [ofLog[at]!, one]));
  expect([2, 5, 6, 8, 9, 10].map((line) => byLine.get(line))).toEqual([
    'ann a 1 0 10',
    'ann f 0 3 34',
    'ann d 1 3 40',
    'ann e 1 4 50',
    'ann f 0 4 50',
    'ann g 0 5 60',
  ]);
  expect(byLine.size).toBe(said.length);
  expect([...contexts]).toEqual([...said.keys()]);
  const { protocol } = dataset;
  expect(() => pairsOfLog({ ...dataset, protocol: { ...protocol, split: 'random' } })).toThrow('keeps no order');
});

it('rows of the training part alone are what they are among all rows, events in the order of the split first', async () => {
  const dataset = await built(impressionLog(4));
  const all = pairsOfLog(dataset);
  const { train } = dataset.split;
  const training = pairsOfTraining(dataset);
  const shown = [...dataset.shown!.part.keys()].filter((row) => dataset.shown!.part[row] === 0);
  expect([train.length > 20, shown.length > 20]).toEqual([true, true]);
  const places = [...train, ...shown.map((row) => dataset.events.user.length + row)];
  for (const name of ['users', 'items', 'labels', 'history', 'time', 'lines', 'contexts'] as const)
    expect([...training[name]], name).toEqual(places.map((place) => all[name][place]));
  // Strictly before: what a person took at the same moment is no past of it.
  const { user, time } = dataset.events;
  const before = (pair: number): number =>
    user.filter((other, event) => other === training.users[pair] && time[event]! < training.time[pair]!).length;
  expect([...training.history]).toEqual([...training.history.keys()].map(before));
  expect([...training.labels]).toEqual([...train].map(() => 1).concat(shown.map(() => 0)));
  for (const { events } of dataset.split.test)
    for (const event of events) expect(training.lines.includes(dataset.events.line[event]!)).toBe(false);
});
