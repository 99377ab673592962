/** The reference model in PyTorch, fed from files. Node only. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { First, TimedImplementation, Round } from '../measure/timed-implementation';
import { idBatch, type Problem } from '../reference-model/problem';
import { startTorch, type TorchDevice } from './torch-process';
import program from './torch.py?raw';

export type TorchRule = 'sparse' | 'dense';

/**
 * The program and what it reads, in a folder of its own; `remove` deletes it.
 * @param count batches to write: later steps begin again with the first
 */
export function writeTorchInput(problem: Problem, count: number): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tower-bench-'));
  const {
    batches,
    towers,
    setting: { batch },
  } = problem;
  const weights = [...problem.weights()];
  const append = (name: string, parts: Iterable<Float32Array | Int32Array>): void => {
    const file = openSync(join(folder, name), 'w');
    for (const part of parts) writeFileSync(file, part);
    closeSync(file);
  };
  append(
    'weights.f32',
    weights.map(([, { values }]) => values),
  );
  append(
    'batches.i32',
    Array.from({ length: count }, (_, step) => idBatch(problem, batches.at(step))).flatMap(
      ({ user, item, history, mask }) => [
        ...user,
        ...item,
        history,
        Int32Array.from({ length: batch }, (_, row) =>
          mask.subarray(row * towers.historyLength, (row + 1) * towers.historyLength).reduce((a, b) => a + b, 0),
        ),
      ],
    ),
  );
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ towers, batch, batches: count, weights: weights.map(([path, { shape }]) => ({ path, shape })) }),
  );
  writeFileSync(join(folder, 'program.py'), program);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** @throws with the last lines of its stderr where the program ends before it is told to */
export async function openTorch(
  python: string,
  folder: string,
  rule: TorchRule,
  device: TorchDevice,
): Promise<TimedImplementation> {
  const { ask, close } = await startTorch(python, folder, rule, device);
  return {
    first: async (steps) => ({
      ...(await ask<Omit<First, 'kernels' | 'parts'>>({ first: steps })),
      kernels: null,
      parts: null,
    }),
    round: (steps) => ask<Round>({ round: steps }),
    gpuBytes: () => Promise.resolve(null),
    close,
  };
}
