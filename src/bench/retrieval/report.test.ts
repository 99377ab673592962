import { describe, expect, it } from 'vitest';
import type { Measurement, RetrievalReport } from './bench';
import { retrievalJson, retrievalLimits, retrievalText } from './report';
import { flopsOf, movedBytes } from './work';

const MIB = 2 ** 20;
const setting = { items: 1_000_000, users: 256, top: 100, seed: 7 };
const adapter = {
  name: 'lavapipe',
  software: true,
  bandwidth: 8.192e9,
  ownProduct: 1e9,
  product: { flops: 16.384e9, by: 'PyTorch' },
  dispatch: 1e-3,
};
const measured = (name: string, median: number, changes: Partial<Measurement> = {}): Measurement => ({
  name,
  coldMs: 8000,
  calls: 5,
  wallMs: { min: median - 1000, median },
  cpuMs: 9000,
  counts: { dispatches: 100, submits: 10, buffersCreated: 60 },
  gpu: { table: 256e6, beyond: 40 * MIB, moved: 8.192e9 },
  checked: { users: 120, verdict: 'exact', where: null },
  ...changes,
});
const report = (measurements: Measurement[], changes: Partial<RetrievalReport> = {}): RetrievalReport => ({
  host: 'Node 20',
  adapter,
  setting,
  measurements,
  absent: [],
  ...changes,
});

it('the formulas give the figures of the reference: 256 MB read 32 times by blocks of 8, 33 GFLOP', () => {
  expect(movedBytes(setting, 8, false)).toBe(32 * 256e6);
  expect(movedBytes({ ...setting, users: 250 }, 32, true)).toBe(8 * 256e6 + 8 * 250e6);
  expect(flopsOf(setting)).toBe(32.768e9);
});

it('a report divides by Tower Lab and by what the adapter can do, and its JSON has the rest', () => {
  const torch = measured('torch', 1000, {
    cpuMs: 1000,
    counts: null,
    gpu: null,
    checked: { users: 120, verdict: 'ties', where: 'user 3, place 4: item 5 instead of 6' },
  });
  const of = report([measured('tower-lab', 4000), torch], { absent: [{ name: 'stock', reason: 'too large' }] });
  const lines = retrievalText(of).split('\n');
  // 1 s by bytes, 2 s by FLOPs and 0.1 s of dispatches, of 4 s.
  expect(lines).toContain(
    '| tower-lab | 3000 / 4000 | 1 | 9000 | 1 | 64 | 100 / 10 / 60 | 256 | 40 | 8192 | 25 % | 50 % | 2100 | 52.5 % | exact | 8 | 5 |',
  );
  expect(lines).toContain(
    '| torch | 0 / 1000 | 0.25 | 1000 | 0.111 | 256 | – | – | – | – | – | – | – | – | ties | 8 | 5 |',
  );
  expect(lines).toContain('stock did not run: too large');
  expect(retrievalText({ ...of, adapter: { ...adapter, product: null } }).split('\n')).toContain(
    '| tower-lab | 3000 / 4000 | 1 | 9000 | 1 | 64 | 100 / 10 / 60 | 256 | 40 | 8192 | 25 % | no reference | – | – | exact | 8 | 5 |',
  );
  expect(lines).toContain(
    'torch: the scores of a plain loop, but another choice or order among equals; 120 of 256 users checked (user 3, place 4: item 5 instead of 6)',
  );
  expect(retrievalJson(of)).toMatchObject({
    flops: 32.768e9,
    tableBytes: 256e6,
    measurements: [{ usersPerSecond: 64, reached: { vendor: { share: 0.525 } } }, { reached: null }],
    musts: [{ holds: true }, { holds: true }, { holds: null }],
  });
});

describe('the lines that must hold', () => {
  const holds = (of: RetrievalReport): (boolean | null)[] => retrievalLimits(of).map((limit) => limit.holds);
  it('hold, fail, or say that they were not measured', () => {
    expect(holds(report([measured('tower-lab', 4000)]))).toEqual([true, true, null]);
    const wrong = { users: 120, verdict: 'ties', where: 'user 3' } as const;
    expect(
      holds(
        report([measured('tower-lab', 4000, { checked: wrong, gpu: { table: 256e6, beyond: 64 * MIB, moved: 1 } })]),
      ),
    ).toEqual([false, false, null]);
    expect(holds(report([measured('torch', 4000)]))).toEqual([null, null, null]);
    // Memory is limited for one size.
    expect(holds(report([measured('tower-lab', 4000)], { setting: { ...setting, users: 4096 } }))).toEqual([
      true,
      null,
      null,
    ]);
    // CPU time is compared with the less of FAISS's in one thread and in several.
    const rivals = [measured('faiss', 900, { cpuMs: 2000 }), measured('faiss-2-threads', 600, { cpuMs: 2500 })];
    const beside = (cpuMs: number) =>
      holds(
        report([measured('tower-lab', 4000, { cpuMs }), ...rivals], {
          setting: { ...setting, items: 200_000, users: 20_000 },
        }),
      )[2];
    expect([beside(8000), beside(8001)]).toEqual([true, false]);
    rivals.push(measured('tower-lab-cpu', 5000, { cpuMs: 7000 }));
    expect(beside(8001)).toBe(true);
  });
});
