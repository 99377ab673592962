/** How many rows of a side are encoded at once. */
import type { Dataset } from '../../data/dataset';
import { kernelForm } from '../../engine/kernel-form';
import { onGpu } from '../../engine/run-kernel';
import { Storage } from '../../engine/storage';
import type { CompiledGraph } from './compile';

/** On a CPU, where a chunk need not be large to keep it busy; on a GPU the least. */
const FEW = { user: 256, item: 512 };
/** On a GPU: enough to keep it busy; a user takes more memory where the catalogue is ranked. */
const MANY = { user: 2048, item: 4096 };
/** Numbers that the lookups of a chunk give on a GPU: activations take several times as many. */
const LOOKED_UP = 2 ** 21;
/** Kernels like whole workgroups. */
const MULTIPLE = 64;

/** @returns as many as keep the adapter busy, fewer where what a row makes on the way would not fit one buffer */
export function chunkRows(
  compiled: Pick<CompiledGraph, 'lookups' | 'rowTensor'>,
  dataset: Pick<Dataset, 'users' | 'items'>,
  side: 'user' | 'item',
): number {
  const rows = rowsWanted(compiled, dataset, side);
  const most = Math.floor(Storage.mostNumbers() / Math.max(1, compiled.rowTensor[side]));
  if (most >= rows) return rows;
  return most < MULTIPLE ? Math.max(1, most) : most - (most % MULTIPLE);
}

function rowsWanted(
  { lookups }: Pick<CompiledGraph, 'lookups'>,
  dataset: Pick<Dataset, 'users' | 'items'>,
  side: 'user' | 'item',
): number {
  if (!onGpu() || kernelForm().software) return FEW[side];
  const ofRow = lookups
    .filter((lookup) => lookup.side === side)
    .reduce(
      (sum, { at, length, pooled, fields, width }) =>
        sum + (at === 'row' || pooled > 0 ? 1 : length) * fields.length * width,
      0,
    );
  const there = side === 'user' ? dataset.users.length : dataset.items.length;
  const rows = Math.min(MANY[side], there, LOOKED_UP / Math.max(1, ofRow));
  return Math.max(FEW[side], Math.ceil(rows / MULTIPLE) * MULTIPLE);
}
