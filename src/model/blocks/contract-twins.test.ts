/** Every block and every objective against its twin in PyTorch, without naming one of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { composeCases } from '../torch/compose';
import { unpack, type Packed } from '../torch/packed';
import { findTorch, runPython } from '../torch/run-python';
import { runCase } from '../harness/run-case';
import { packedCase } from '../harness/twin-case';
import { all, distance, onContractDevice, casesOf } from '../harness/contract';

const python = findTorch();
/** Under CI a machine without PyTorch is a broken machine. */
const twinsMayMiss = !process.env['CI'];

interface TwinResult {
  error?: string;
  outputs: Record<string, Packed>;
  gradients: Record<string, Packed>;
  gradcheck?: string;
}
const twinResults = new Map<string, TwinResult[]>();

onContractDevice();
beforeAll(async () => {
  if (!python) return;
  // One process for all blocks: importing torch takes seconds.
  const cases = all.map(casesOf);
  const results = (await runPython(
    python,
    composeCases(all.map(({ id }) => id)),
    cases.flat().map(packedCase),
  )) as TwinResult[];
  for (const [at, block] of all.entries()) twinResults.set(block.id, results.splice(0, cases[at]!.length));
});

it.skipIf(!python && twinsMayMiss)('PyTorch is there for the twins', () => expect(python).not.toBeNull());

describe.each(all.map((block) => [block.id, block] as const))('%s', (id, block) => {
  it.skipIf(!python && twinsMayMiss)(
    'agrees with its twin in PyTorch, outputs and gradients, and the twin with finite differences',
    async () => {
      const expected = twinResults.get(id) ?? [];
      const cases = casesOf(block);
      expect(expected).toHaveLength(cases.length);
      for (const [at, blockCase] of cases.entries()) {
        const twin = expected[at]!;
        const where = JSON.stringify({ ...blockCase.params, training: blockCase.training });
        expect(twin.error, where).toBeUndefined();
        const got = await runCase(blockCase);
        for (const kind of ['outputs', 'gradients'] as const) {
          expect(Object.keys(twin[kind]).sort(), where).toEqual(Object.keys(got[kind]).sort());
          for (const [name, { data }] of Object.entries(got[kind]))
            expect(distance(data, unpack(twin[kind][name]!)), `${kind} ${name} at ${where}`).toBeLessThan(1e-4);
        }
        expect(twin.gradcheck, where).toBe(Object.keys(blockCase.leaves).length > 0 ? 'agrees' : undefined);
      }
    },
  );
});
