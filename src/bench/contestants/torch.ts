/** PyTorch in a process of its own, one thread, fed from files. Node only. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { First, Rival, Round } from '../measure/rival';
import { idBatch } from '../tt/problem';
import type { Problem } from '../tt/problem';
import program from './torch.py?raw';

export type TorchRule = 'sparse' | 'dense';
export type TorchDevice = 'cpu' | 'cuda';

export function hasCuda(python: string): boolean {
  return spawnSync(python, ['-c', 'import sys, torch; sys.exit(not torch.cuda.is_available())']).status === 0;
}

/** The program and what it reads, in a folder of its own; `remove` deletes it. @param count batches to write: later steps begin again with the first */
export function writeTorchInput(problem: Problem, count: number): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tower-bench-'));
  const { batches, towers, setting: { batch } } = problem;
  const weights = [...problem.weights()];
  const append = (name: string, parts: Iterable<Float32Array | Int32Array>): void => {
    const file = openSync(join(folder, name), 'w');
    for (const part of parts) writeFileSync(file, part);
    closeSync(file);
  };
  append('weights.f32', weights.map(([, { values }]) => values));
  append('batches.i32', Array.from({ length: count }, (_, step) => idBatch(problem, batches.at(step))).flatMap(({ user, item, history, mask }) => [
    ...user, ...item, history, Int32Array.from({ length: batch }, (_, row) => mask.subarray(row * towers.historyLength, (row + 1) * towers.historyLength).reduce((a, b) => a + b, 0)),
  ]));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ towers, batch, batches: count, weights: weights.map(([path, { shape }]) => ({ path, shape })) }));
  writeFileSync(join(folder, 'program.py'), program);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** @throws with the last lines of its stderr where the program ends before it is told to */
export async function openTorch(python: string, folder: string, rule: TorchRule, device: TorchDevice): Promise<Rival> {
  const child = spawn(python, [join(folder, 'program.py'), folder, rule, device], { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, OMP_NUM_THREADS: '1' } });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => { complaint = `${complaint}${text.toString()}`.slice(-4000); });
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  const failed = (): Error => new Error(`the PyTorch program failed: ${complaint.trim().split('\n').slice(-5).join('\n')}`);
  child.on('close', () => { for (const { reject } of waiting.splice(0)) reject(failed()); });
  child.on('error', (error) => { for (const { reject } of waiting.splice(0)) reject(error); });
  const answer = (): Promise<string> => new Promise((resolve, reject) => {
    if (child.exitCode !== null) reject(failed());
    else waiting.push({ resolve, reject });
  });
  const ask = async <T>(question: object): Promise<T> => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    return JSON.parse(await answer()) as T;
  };
  await answer();
  return {
    first: (steps) => ask<First>({ first: steps }),
    round: (steps) => ask<Round>({ round: steps }),
    gpuBytes: () => Promise.resolve(null),
    close() {
      child.stdin.end();
      return Promise.resolve();
    },
  };
}
