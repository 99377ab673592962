import { describe, expect, it } from 'vitest';
import { ClickRates } from './click-rates';
import { DAY, IMPRESSIONS, impressionsDataset } from './click-rates-testing';
import { createRandom } from './random';
import { PART } from './shown';

const dataset = await impressionsDataset();
const rates = ClickRates.of(dataset);
const at = (name: string): number => dataset.items.indexOf(name);
const PRIOR = 2;

/** [2] of an item as a user is asked on a day. */
function read(user: string, day: number, item: string, prior = PRIOR): number[] {
  const out = new Float32Array(4).fill(7);
  rates.read(dataset.users.indexOf(user), day * DAY, Uint32Array.of(at(item)), prior, out, 2);
  expect([...out.subarray(0, 2)], 'what lies before the place').toEqual([7, 7]);
  return [...out.subarray(2)].map((x) => Number(x.toFixed(5)));
}
/** What stands for k taken of n impressions of an item, and as many of all. */
const given = (
  [k, n]: readonly [number, number],
  [taken, shown]: readonly [number, number],
  prior = PRIOR,
): number[] => {
  const mean = (taken + 1) / (shown + 2);
  return [
    Math.log((k + prior * mean) / (n - k + prior * (1 - mean))) - Math.log(mean / (1 - mean)),
    Math.log(1 + n),
  ].map((x) => Number(x.toFixed(5)));
};

describe('rates of clicks', () => {
  it('count what lies strictly before the moment, without the user who is asked about', () => {
    // Before day 2 others than ann were shown b+ a- (bob) and c- a+ (cat).
    expect(read('ann', 2, 'a')).toEqual(given([1, 2], [2, 4]));
    expect(read('ann', 2, 'b')).toEqual(given([1, 1], [2, 4]));
    expect(read('ann', 2, 'c')).toEqual(given([0, 1], [2, 4]));
    // And others than cat a+ b- (ann) and b+ a- (bob).
    expect(read('cat', 2, 'a')).toEqual(given([1, 2], [2, 4]));
    expect(read('cat', 2, 'c')).toEqual(given([0, 0], [2, 4]));
  });

  it('draw what was shown seldom towards the mean, by the prior', () => {
    const [few, many] = [read('ann', 2, 'b', 1), read('ann', 2, 'b', 100)];
    expect(few).toEqual(given([1, 1], [2, 4], 1));
    expect(many).toEqual(given([1, 1], [2, 4], 100));
    expect(few[0]).toBeGreaterThan(many[0]! * 10);
  });

  it('say nothing before the log begins, and leave nothing out for a user beyond the log', () => {
    expect(read('ann', 0, 'a')).toEqual([0, 0]);
    const out = new Float32Array(2);
    rates.read(dataset.users.length, 2 * DAY, Uint32Array.of(at('a')), PRIOR, out);
    expect(out[1]).toBeCloseTo(Math.log(1 + 3), 5);
  });

  it('hold nothing of what is held out, however late the moment', async () => {
    const { shown, split, events } = dataset;
    const training = split.train.length + [...shown!.part].filter((part) => part === PART.train).length;
    expect(training).toBeLessThan(IMPRESSIONS.length);
    let impressions = 0;
    for (const item of dataset.items.keys()) {
      const out = new Float32Array(2);
      rates.read(dataset.users.length, Infinity, Uint32Array.of(item), PRIOR, out);
      impressions += Math.round(Math.expm1(out[1]!));
    }
    expect(impressions).toBe(training);
    expect(events.item.length).toBeGreaterThan(split.train.length);
  });

  it('refuse a log without impressions', async () => {
    const taken = await impressionsDataset(IMPRESSIONS.filter(({ taken }) => taken));
    expect(() => ClickRates.of(taken)).toThrow('no rows were shown and not taken');
  });
});

it('are those of a search over plain rows, of any log', async () => {
  const random = createRandom(3, 'click rates');
  const drawn = Array.from({ length: 400 }, () => ({
    user: `u${random.below(12)}`,
    item: `i${random.below(9)}`,
    day: random.below(40),
    taken: random.below(3) > 0,
  }));
  const own = await impressionsDataset(drawn);
  const { events, shown, split } = own;
  const impressions = [
    ...Array.from(split.train, (e) => [events.user[e]!, events.item[e]!, events.time[e]!, 1] as const),
    ...[...shown!.part.keys()]
      .filter((row) => shown!.part[row] === PART.train)
      .map((row) => [shown!.user[row]!, shown!.item[row]!, shown!.time[row]!, 0] as const),
  ];
  const items = Uint32Array.from(own.items.keys());
  for (let user = 0; user < own.users.length; user++)
    for (const day of [0, 3, 17, 17.5, 39, Infinity]) {
      const others = impressions.filter(([by, , time]) => by !== user && time < day * DAY);
      const out = new Float32Array(items.length * 2);
      ClickRates.of(own).read(user, day * DAY, items, 5, out);
      const expected = [...items].flatMap((item) => {
        const those = others.filter(([, of]) => of === item);
        const count = (all: typeof others): [number, number] => [
          all.reduce((sum, [, , , taken]) => sum + taken, 0),
          all.length,
        ];
        return given(count(those), count(others), 5);
      });
      expected.forEach((number, place) => expect(out[place]!).toBeCloseTo(number, 4));
    }
});
