/** Retrieval in PyTorch, fed from files. Node only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PARTS } from '../../engine/kernels/retrieval/whole-scores';
import { startTorch, type TorchDevice } from '../implementations/torch-process';
import { SEEN, WIDTH, type Catalogue } from './catalogue';
import type { Call, Retriever } from './retriever';
import program from './torch.py?raw';

/** @throws with the last lines of its stderr where the program fails */
export async function openTorch(
  { setting, items, users, seen }: Catalogue,
  python: string,
  device: TorchDevice,
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
    const { ask, close } = await startTorch(python, folder, device);
    return { call: () => ask<Call>({ call: 1 }), close };
  } finally {
    rmSync(folder, { recursive: true, force: true }); // it has read everything by now
  }
}
