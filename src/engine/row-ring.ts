/** The newest rows of what steps make, kept on the device for the steps after them. */
import { gridFor, hostArray, mainSource, onGpu, runKernel } from './run-kernel';
import type { Storage } from './storage';
import type { Tensor2D } from './tf';

/**
 * Writes rows into a ring, one slot after the other and round; of more rows than it has slots the last ones. A
 * dispatch, so that a recorded step repeats it.
 * @param ring [N, D]
 * @param rows [B, D]
 * @param slot [1] of row 0, int32, below N: written before each step
 * @throws Error where the widths differ
 */
export function pushRows(ring: Storage, rows: Tensor2D, slot: Storage): void {
  const [slots = 0, width = 0] = ring.tensor.shape;
  const [count, own] = rows.shape;
  if (own !== width) throw new Error(`${ring.name} holds rows of ${width} numbers, got [${rows.shape}]`);
  const first = Math.max(0, count - slots);
  if (onGpu()) {
    const shape = { slots, width, first, count };
    runKernel('row ring', pushSource(shape), [rows, slot.tensor, ring.binding], gridFor((count - first) * width));
    return;
  }
  const [from, values] = [slot.host[0]!, hostArray(rows)];
  for (let row = first; row < count; row++)
    ring.host.set(values.subarray(row * width, (row + 1) * width), ((from + row) % slots) * width);
}

const pushSource = ({ slots, width, first, count }: Record<'slots' | 'width' | 'first' | 'count', number>): string => `
@group(0) @binding(0) var<storage, read> rows: array<f32>;
@group(0) @binding(1) var<storage, read> slot: array<u32>;
@group(0) @binding(2) var<storage, read_write> ring: array<f32>;
${mainSource(`  if (index < ${(count - first) * width}u) {
    let row = ${first}u + index / ${width}u;
    ring[(slot[0] + row) % ${slots}u * ${width}u + index % ${width}u] = rows[${first * width}u + index];
  }`)}`;
