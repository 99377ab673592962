/** Every block and every objective against its twin in PyTorch, without naming one of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { composeTrials } from '../torch/compose';
import { unpack, type Packed } from '../torch/packed';
import { findTorch, runPython } from '../torch/run-python';
import { runTrial } from '../harness/run-trial';
import { trialCase } from '../harness/twin-case';
import { all, distance, onContractDevice, trialsOf } from '../harness/contract';

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
  const trials = all.map(trialsOf);
  const results = (await runPython(
    python,
    composeTrials(all.map(({ id }) => id)),
    trials.flat().map(trialCase),
  )) as TwinResult[];
  for (const [at, block] of all.entries()) twinResults.set(block.id, results.splice(0, trials[at]!.length));
});

it.skipIf(!python && twinsMayMiss)('PyTorch is there for the twins', () => expect(python).not.toBeNull());

describe.each(all.map((block) => [block.id, block] as const))('%s', (id, block) => {
  it.skipIf(!python && twinsMayMiss)(
    'agrees with its twin in PyTorch, outputs and gradients, and the twin with finite differences',
    async () => {
      const expected = twinResults.get(id) ?? [];
      const trials = trialsOf(block);
      expect(expected).toHaveLength(trials.length);
      for (const [at, trial] of trials.entries()) {
        const twin = expected[at]!;
        const where = JSON.stringify({ ...trial.params, training: trial.training });
        expect(twin.error, where).toBeUndefined();
        const got = await runTrial(trial);
        for (const kind of ['outputs', 'gradients'] as const) {
          expect(Object.keys(twin[kind]).sort(), where).toEqual(Object.keys(got[kind]).sort());
          for (const [name, { data }] of Object.entries(got[kind]))
            expect(distance(data, unpack(twin[kind][name]!)), `${kind} ${name} at ${where}`).toBeLessThan(1e-4);
        }
        expect(twin.gradcheck, where).toBe('agrees');
      }
    },
  );
});
