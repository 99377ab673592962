import { nodeGpu } from '../../../engine/node-gpu';
import { describe, expect, it, vi } from 'vitest';
import { datasetOf, randomRows, type Row } from '../../../data/testing';
import { DeviceInverse } from '../../../engine/linear-algebra/device-inverse';
import { LimitError } from '../../../engine/limit-error';
import { takingTurns } from '../../turns';
import { evaluateRankable, scoresOf } from '../fitting/ranking';
import { trainingSets } from '../fitting/training-sets';
import { fitEase } from './fit';
import { Inverses, MOST_OFF, onHost, type InversesOptions } from './inverses';

const takeTurn = takingTurns();

async function openDevice(): Promise<DeviceInverse> {
  const device = await DeviceInverse.open(nodeGpu, { software: true });
  return typeof device === 'string' ? expect.fail(device) : device;
}

/** On the device, however small the matrix and whatever the adapter. */
const onDevice = (options: Partial<InversesOptions> = {}): Inverses =>
  new Inverses({ takeTurn, open: openDevice, onDeviceFrom: 1, ...options });

const dataset = datasetOf(randomRows(5, { users: 150, items: 120, rows: 4000 }));
const sets = trainingSets(dataset);
const inverted = async (inverses: Inverses, lambda = 20, of = sets): Promise<Float64Array> => {
  const square = new Float64Array(of.items ** 2);
  const fractions: number[] = [];
  await inverses.invert(of, lambda, square, (fraction) => fractions.push(fraction));
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  return square;
};

describe('EASE on the device', () => {
  it.each([
    ['users', { users: 150, items: 120, rows: 4000 }],
    ['items', { users: 70, items: 400, rows: 4000 }],
  ])('has the lists and figures of the host, more %s than the others', async (_, size) => {
    const log = datasetOf(randomRows(6, size));
    const logSets = trainingSets(log);
    const inverses = onDevice();
    const fractions: number[] = [];
    const onProgress = (fraction: number): void => void fractions.push(fraction);
    const single = await fitEase(log, logSets, { takeTurn, inverses, onProgress, lambdas: [20] });
    const exact = await fitEase(log, logSets, { takeTurn, lambdas: [20] });
    expect(inverses.notes).toEqual([{ id: 'onGpu', values: { millionths: expect.any(Number) } }]);
    expect(inverses.notes[0]!.values['millionths']).toBeLessThan(1e6 * MOST_OFF);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const figures = async (scorer: typeof single.scorer) =>
      (await evaluateRankable(log, log.split.test, scorer)).metrics['ndcg@10']!;
    expect(await figures(single.scorer)).toBeCloseTo(await figures(exact.scorer), 6);
    const [scores, exactScores] = [single, exact].map(({ scorer }) => scoresOf(scorer, log.split.test));
    const largest = exactScores!.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
    scores!.forEach((score, at) => expect(Math.abs(score - exactScores![at]!)).toBeLessThan(1e-5 * largest));
    // It was not the host's in disguise.
    expect(scores).not.toEqual(exactScores);
    inverses.close();
  });

  it('opens one device for all lambdas', async () => {
    const open = vi.fn(openDevice);
    const inverses = onDevice({ open });
    await fitEase(dataset, sets, { takeTurn, inverses, lambdas: [20, 100, 300] });
    expect(open).toHaveBeenCalledTimes(1);
    inverses.close();
  });

  it('leaves what single precision is too coarse for to the host: three items with the same users', async () => {
    const rows: Row[] = randomRows(7, { users: 80, items: 60, rows: 900 });
    // The last two items of a user are held out.
    for (let user = 0; user < 2000; user++)
      ['one', 'two', 'three', 'i1', 'i2'].forEach((item, time) => rows.push([`triplet ${user}`, item, time]));
    const triplets = trainingSets(datasetOf(rows));
    const inverses = onDevice();
    await inverted(inverses, 20, triplets);
    expect(inverses.notes.map(({ id }) => id)).toEqual(['onGpu']);
    // n / lambda x 2^-24 is .012, and at the other one there is no factor any more.
    for (const lambda of [0.01, 1e-5]) {
      const coarse = await inverted(inverses, lambda, triplets);
      expect(inverses.notes[1]).toEqual({ id: 'tooCoarse', values: { lambda } });
      expect(coarse).toEqual(await inverted(onHost(takeTurn), lambda, triplets));
    }
    inverses.close();
  });

  it('stops between two submits with the reason of the signal, and is not counted on the host then', async () => {
    const control = new AbortController();
    const device = await openDevice();
    const invert = device.invert.bind(device);
    vi.spyOn(device, 'invert').mockImplementation((a, n, watch) => {
      control.abort('enough');
      return invert(a, n, watch);
    });
    const inverses = onDevice({ open: async () => device, takeTurn: takingTurns(control.signal) });
    const square = new Float64Array(sets.items ** 2);
    await expect(inverses.invert(sets, 20, square)).rejects.toBe('enough');
    expect(inverses.notes).toEqual([]);
    inverses.close();
  });
});

describe('where the device will not do', () => {
  const failing = async (error: Error): Promise<DeviceInverse> => {
    const device = await openDevice();
    vi.spyOn(device, 'invert').mockRejectedValue(error);
    return device;
  };

  it.each([
    ['gpuTooSmall', () => failing(new LimitError('a matrix', 2, 1)), { rows: 120 }],
    ['gpuFailed', () => failing(new Error('device lost')), {}],
    ['gpuFailed', () => Promise.reject(new Error('no device')), {}],
    ['noGpu', () => Promise.resolve('software' as const), {}],
    ['noGpu', () => Promise.resolve('no-adapter' as const), {}],
  ])('the host counts, and it is said: %s', async (id, opener, values) => {
    const open = vi.fn<() => Promise<DeviceInverse | 'software' | 'no-adapter'>>(opener);
    const inverses = onDevice({ open, slowFrom: 1 });
    const exact = await inverted(onHost(takeTurn));
    expect(await inverted(inverses)).toEqual(exact);
    expect(await inverted(inverses)).toEqual(exact);
    expect(inverses.notes).toEqual([{ id, values }]);
    expect(open).toHaveBeenCalledTimes(1);
    inverses.close();
  });

  it('or is not worth opening, nothing is said', async () => {
    const open = vi.fn(openDevice);
    const small = new Inverses({ takeTurn, open });
    await inverted(small);
    expect([open.mock.calls.length, small.notes]).toEqual([0, []]);
    // Nor where there is none and the host is quick.
    const none = onDevice({ open: async () => 'software' });
    await inverted(none);
    expect(none.notes).toEqual([]);
  });
});
