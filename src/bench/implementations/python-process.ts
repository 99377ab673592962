/** A Python program in a process of its own: JSON a line in, JSON a line out. Node only. */
import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findTorch } from '../../model/torch/run-python';
import { say } from '../terminal';

export type TorchDevice = 'cpu' | 'cuda';

/** The Python that has torch, and the devices it can use there; null, said on stderr, where none has it. */
export function findTorchPlace(): { python: string; devices: readonly TorchDevice[] } | null {
  const python = findTorch();
  if (python === null) {
    say('PyTorch does not run: no python3 on this machine has torch');
    return null;
  }
  const hasCuda = spawnSync(python, ['-c', 'import sys, torch; sys.exit(not torch.cuda.is_available())']).status === 0;
  return { python, devices: hasCuda ? ['cpu', 'cuda'] : ['cpu'] };
}

/** One thread, and one for each core where there are several. */
export const threadCounts = (): readonly number[] => [...new Set([1, availableParallelism()])];

/** A name that says so where there is more than one. */
export const withThreads = (name: string, threads: number): string =>
  threads > 1 ? `${name}-${threads}-threads` : name;

export interface PythonProcess {
  ask<T>(question: object): Promise<T>;
  close(): Promise<void>;
}

/**
 * Starts program.py of the folder and waits until it has read its input.
 * @param threads on the CPU
 * @throws with the last lines of its stderr where it ends before it is told to
 */
export async function startPython(
  python: string,
  folder: string,
  threads: number,
  ...options: readonly string[]
): Promise<PythonProcess> {
  const child = spawn(python, [join(folder, 'program.py'), folder, ...options], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: `${threads}` },
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint = `${complaint}${text.toString()}`.slice(-4000);
  });
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  const failed = (): Error =>
    new Error(`the Python program failed: ${complaint.trim().split('\n').slice(-5).join('\n')}`);
  child.on('close', () => {
    for (const { reject } of waiting.splice(0)) reject(failed());
  });
  child.on('error', (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  const answer = (): Promise<string> =>
    new Promise((resolve, reject) => {
      if (child.exitCode !== null) reject(failed());
      else waiting.push({ resolve, reject });
    });
  await answer();
  return {
    async ask<T>(question: object) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return JSON.parse(await answer()) as T;
    },
    close() {
      child.stdin.end();
      return Promise.resolve();
    },
  };
}
