import { nodeGpu } from '../../engine/node-gpu';
import { describe, expect, it } from 'vitest';
import { findModule } from '../../model/torch/run-python';
import { benchRetrieval, type Entry } from './bench';
import { catalogueOf, WIDTH } from './catalogue';
import { createRetrievalHost } from './host';
import type { Call, RetrieverName } from './retriever';
import { openFaiss, openTorch } from './python';

const setting = { items: 2500, users: 5, top: 10, seed: 7 };
const host = createRetrievalHost(nodeGpu);
const inProcess = (name: RetrieverName): Entry => ({ name, open: () => host.open(setting, name) });
const silent = (): void => undefined;

it('Tower Lab and tfjs, each on a device of its own, find what the plain loop finds, and what they hold is counted while they do', async () => {
  const { measurements, absent } = await benchRetrieval(
    host,
    [inProcess('tower-lab'), inProcess('stock')],
    setting,
    2,
    silent,
  );
  expect(absent).toEqual([]);
  expect(measurements.map(({ name, calls, checked }) => ({ name, calls, checked }))).toEqual(
    ['tower-lab', 'stock'].map((name) => ({ name, calls: 2, checked: { users: 5, verdict: 'exact', where: null } })),
  );
  const [own, stock] = measurements.map(({ gpu }) => gpu!);
  // Rows in whole blocks of 64; lists, candidates and their copies beside them.
  expect(own).toMatchObject({ table: 2560 * WIDTH * 4, moved: 2500 * WIDTH * 4 });
  expect(own!.beyond).toBeGreaterThan(2 * setting.users * setting.top * 8);
  expect(stock!.beyond).toBeGreaterThan(setting.users * setting.items * 4);
});

/** Rivals in Python, and the Python that has them. */
const rivals = [
  { name: 'torch', python: findModule('torch'), open: (on: string) => openTorch(catalogueOf(setting), on, 'cpu', 2) },
  { name: 'faiss', python: findModule('faiss'), open: (on: string) => openFaiss(catalogueOf(setting), on, 2) },
];

describe.each(rivals)('$name', ({ name, python, open }) => {
  it.skipIf(python === null && !(name === 'torch' && process.env['CI']))(
    'finds the same',
    async () => {
      const { measurements, absent } = await benchRetrieval(
        host,
        [{ name, open: () => open(python ?? 'python3') }],
        setting,
        1,
        silent,
      );
      expect(absent).toEqual([]);
      // No two scores are equal among these few.
      expect(measurements).toMatchObject([
        { calls: 1, counts: null, gpu: null, checked: { users: 5, verdict: 'exact' } },
      ]);
      expect(measurements[0]!.cpuMs).toBeGreaterThan(0);
    },
    60_000,
  );
});

it('an implementation that fails, at first or later, is absent with its reason, and one that wavers is wrong', async () => {
  const call = (item: number): Call => ({
    lists: Array.from({ length: setting.users * setting.top }, () => item),
    wallMs: 2,
    cpuMs: null,
    counts: null,
    gpu: null,
  });
  const closed: string[] = [];
  const entry = (name: string, answer: (nth: number) => Call): Entry => ({
    name,
    open() {
      let nth = 0;
      return Promise.resolve({
        call: () => new Promise<Call>((resolve) => resolve(answer(nth++))),
        close: () => Promise.resolve(void closed.push(name)),
      });
    },
  });
  const fail = (reason: string): never => {
    throw new Error(reason);
  };
  const entries = [
    { name: 'large', open: () => Promise.reject(new Error('too large')) },
    entry('first', () => fail('at first')),
    entry('later', (nth) => (nth === 2 ? fail('later') : call(1))),
    entry('wavers', (nth) => call(nth)),
  ];
  const { measurements, absent } = await benchRetrieval(host, entries, setting, 3, silent);
  expect(absent).toEqual([
    { name: 'large', reason: 'too large' },
    { name: 'first', reason: 'at first' },
    { name: 'later', reason: 'later' },
  ]);
  expect(closed).toEqual(['first', 'later', 'wavers']);
  expect(measurements).toMatchObject([
    {
      name: 'wavers',
      calls: 3,
      wallMs: { min: 2, median: 2 },
      cpuMs: null,
      gpu: null,
      checked: { verdict: 'wrong', where: 'call 2 gave other lists than the first' },
    },
  ]);
});
