import { describe, expect, it } from 'vitest';
import { onDevice } from '../../../engine/testing';
import { retrieveByInterest } from '../../evaluate/interest-lists';
import { interestsDataset as dataset, openInterests } from '../../evaluate/testing';
import { interestPurity } from './interest-purity';

onDevice();

const K = 5;

describe('purity of interests', () => {
  it('says how much of an interest is of one genre, and how many pairs of interests, and people, have genres of their own', async () => {
    const model = openInterests();
    // Heads that look for different events.
    model.weights.write(
      'user/interests/heads/kernel',
      Float32Array.from({ length: 12 }, (_, at) => 30 * Math.sin(5 * at)),
    );
    const targets = dataset.split.test;
    let [purities, lists, differing, pairs, separated] = [0, 0, 0, 0, 0];
    for (const { user } of targets) {
      const { lists: own } = await retrieveByInterest(model, { user, k: K, category: 'genre', diversity: 0 });
      // Item n is of genre n % 3; of equally frequent ones the first that is listed counts.
      const mains = own.map(({ items }) => {
        const counts = items.map(({ item }) => items.filter((other) => other.item % 3 === item % 3).length);
        purities += Math.max(...counts) / K;
        return items[counts.indexOf(Math.max(...counts))]!.item % 3;
      });
      lists += own.length;
      const apart = [
        [0, 1],
        [0, 2],
        [1, 2],
      ].filter(([a, b]) => mains[a!] !== mains[b!]).length;
      differing += apart;
      pairs += 3;
      separated += Number(apart === 3);
    }
    const { purity, apart, allApart, active } = await interestPurity(model, targets, 'genre', K);
    expect([purity, apart, allApart, active].map((x) => x.toFixed(6))).toEqual(
      [purities / lists, differing / pairs, separated / targets.length, 3].map((x) => x.toFixed(6)),
    );
    // People of both kinds, so that the two shares are two.
    expect(separated).toBeGreaterThan(0);
    expect(separated).toBeLessThan(targets.length);
    model.dispose();
  });

  it('refuses a field that is no category of the items', async () => {
    const model = openInterests();
    await expect(interestPurity(model, dataset.split.test, 'segment', K)).rejects.toThrow(RangeError);
    model.dispose();
  });
});
