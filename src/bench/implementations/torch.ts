/**
 * The reference model in PyTorch, fed from files, and what any program shares with it whose steps are timed. Node only.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIRST_STEPS } from '../bench';
import type { First, TimedImplementation, Round } from '../measure/timed-implementation';
import type { Update } from '../measure/work';
import { idBatch, type Problem } from '../reference-model/problem';
import { startPython, threadCounts, withThreads, type TorchDevice } from './python-process';
import steps from './steps.py?raw';
import program from './torch.py?raw';

export interface TorchRun {
  /** Of the tables: SparseAdam; Adam by its loop over tensors; Adam in one kernel. */
  rule: 'sparse' | 'dense' | 'fused';
  device: TorchDevice;
  /** On the CPU. */
  threads: number;
  /** Steps are recorded as one CUDA graph: on cuda, and not for sparse gradients, whose sizes differ. */
  graph?: boolean;
}

/** Batches that are written at the most: later steps begin again with the first. */
const MOST_BATCHES = 50;
/** How many, where so many steps are timed. */
export const batchesFor = (steps: number): number => FIRST_STEPS + Math.min(steps, MOST_BATCHES);

/** What is worth timing on these devices. */
export const torchRuns = (devices: readonly TorchDevice[], threads = threadCounts()): TorchRun[] => {
  const rules = ['sparse', 'dense', 'fused'] as const;
  return [
    ...threads.flatMap((threads) => rules.map((rule): TorchRun => ({ rule, device: 'cpu', threads }))),
    ...(devices.includes('cuda')
      ? [
          ...rules.map((rule): TorchRun => ({ rule, device: 'cuda', threads: 1 })),
          { rule: 'fused', device: 'cuda', threads: 1, graph: true } as const,
        ]
      : []),
  ];
};

/** How it treats the tables. */
export const torchUpdate = ({ rule }: TorchRun): Update => (rule === 'sparse' ? 'touched' : 'dense');

export const torchName = ({ rule, device, threads, graph = false }: TorchRun): string =>
  withThreads(
    [`torch-${rule}`, ...(device === 'cuda' ? ['cuda'] : []), ...(graph ? ['graph'] : [])].join('-'),
    threads,
  );

/** A program and what it reads, in a folder of its own; `remove` deletes it. */
export interface TorchInput {
  folder: string;
  remove(): void;
}

/** Such a folder with nothing but a program whose steps are timed. */
export function torchInput(program: string): TorchInput {
  const folder = mkdtempSync(join(tmpdir(), 'tower-bench-'));
  writeFileSync(join(folder, 'program.py'), program);
  writeFileSync(join(folder, 'steps.py'), steps);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** @param count batches to write: later steps begin again with the first */
export function writeTorchInput(problem: Problem, count: number): TorchInput {
  const input = torchInput(program);
  const { folder } = input;
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
  return input;
}

/** The only one that reads this input, which is removed. @throws as `openTorch` */
export async function openTorchAlone(
  python: string,
  { folder, remove }: TorchInput,
  run: TorchRun,
): Promise<TimedImplementation> {
  try {
    return await openTorch(python, folder, run);
  } finally {
    remove(); // it has read everything by now
  }
}

/** @throws with the last lines of its stderr where the program ends before it is told to */
export async function openTorch(
  python: string,
  folder: string,
  { rule, device, threads, graph = false }: TorchRun,
): Promise<TimedImplementation> {
  const { ask, close } = await startPython(python, folder, threads, rule, device, ...(graph ? ['graph'] : []));
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
