import { nodeGpu } from '../../engine/node-gpu';
import { expect, it } from 'vitest';
import { findModule } from '../../model/torch/run-python';
import { benchRetrieval, type Entry } from './bench';
import { catalogueOf, WIDTH } from './catalogue';
import { createRetrievalHost } from './host';
import type { Call, Retriever, RetrieverName } from './retriever';
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

const byOne = (name: string, open: () => Promise<Retriever>) =>
  benchRetrieval(host, [{ name, open }], setting, 1, silent);
const found = [{ calls: 1, counts: null, gpu: null, checked: { users: 5, verdict: 'exact' } }];

const torch = findModule('torch');
it.skipIf(torch === null && !process.env['CI'])(
  'PyTorch finds the same',
  async () => {
    const { measurements, absent } = await byOne('torch', () =>
      openTorch(catalogueOf(setting), torch ?? 'python3', 'cpu', 1),
    );
    expect(absent).toEqual([]);
    // No two scores are equal among these few.
    expect(measurements).toMatchObject(found);
    expect(measurements[0]!.cpuMs).toBeGreaterThan(0);
  },
  60_000,
);

it('FAISS finds the same where it is, and is absent with its reason where it is not', async () => {
  const none = await byOne('faiss', () => openFaiss(catalogueOf(setting), null, 1));
  expect(none).toMatchObject({ measurements: [], absent: [{ reason: expect.stringContaining('python3-faiss') }] });
  const python = findModule('faiss');
  if (python === null) return;
  const { measurements, absent } = await byOne('faiss', () => openFaiss(catalogueOf(setting), python, 1));
  expect(absent).toEqual([]);
  expect(measurements).toMatchObject(found);
}, 60_000);

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
