/**
 * How quick a product of matrices is in a library that a vendor tunes, on the hardware that the adapter is: the
 * yardstick beside which a share of this project's own product would flatter it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTorchPlace, startPython } from '../implementations/python-process';
import type { AdapterReport, Yardstick } from './adapter';
import program from './vendor_product.py?raw';

/** The adapter with its product, null where PyTorch does not run on what the adapter is. Node only. */
export async function besideVendor(adapter: AdapterReport, place = findTorchPlace()): Promise<Yardstick> {
  const device = adapter.software ? 'cpu' : 'cuda';
  if (!place?.devices.includes(device)) return { ...adapter, product: null };
  const folder = mkdtempSync(join(tmpdir(), 'tower-bench-'));
  try {
    writeFileSync(join(folder, 'program.py'), program);
    // A rasteriser uses all cores.
    const { ask, close } = await startPython(place.python, folder, availableParallelism(), device);
    const product = await ask<NonNullable<Yardstick['product']>>({ product: 1 });
    await close();
    return { ...adapter, product };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
