/** Retrieval in PyTorch and in FAISS, fed from files. Node only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PARTS } from '../../engine/kernels/retrieval/whole-scores';
import { startPython, type TorchDevice } from '../implementations/python-process';
import { SEEN, WIDTH, type Catalogue } from './catalogue';
import type { Call, Retriever } from './retriever';
import faiss from './faiss.py?raw';
import torch from './torch.py?raw';

export const openTorch = (
  catalogue: Catalogue,
  python: string,
  device: TorchDevice,
  threads: number,
): Promise<Retriever> => openPython(catalogue, python, torch, threads, device);

/** Its flat index by inner products, on the CPU. @throws where no Python has it */
export const openFaiss = (catalogue: Catalogue, python: string | null, threads: number): Promise<Retriever> =>
  python === null
    ? Promise.reject(new Error('no python3 on this machine has faiss (Debian: python3-faiss)'))
    : openPython(catalogue, python, faiss, threads);

/** @throws with the last lines of its stderr where the program fails */
async function openPython(
  { setting, items, users, seen }: Catalogue,
  python: string,
  program: string,
  threads: number,
  ...options: readonly string[]
): Promise<Retriever> {
  const folder = mkdtempSync(join(tmpdir(), 'tower-bench-'));
  const write = (name: string, content: string | Int16Array | Uint32Array): void =>
    writeFileSync(join(folder, name), content);
  try {
    write('manifest.json', JSON.stringify({ ...setting, width: WIDTH, seen: SEEN, parts: PARTS }));
    write('items.i16', items);
    write('users.i16', users);
    write('seen.i32', seen);
    write('program.py', program);
    const { ask, close } = await startPython(python, folder, threads, ...options);
    return { call: () => ask<Call>({ call: 1 }), close };
  } finally {
    rmSync(folder, { recursive: true, force: true }); // it has read everything by now
  }
}
