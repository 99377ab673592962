/** WGSL that several kernels of this folder share. */
import { WORKGROUP } from '../run-kernel';

/**
 * `fn sumOver(local, x)`: the sum of x over the `lanes` neighbouring threads of a workgroup that `local` is among,
 * always in the same order.
 * @param lanes a power of two from 1 to the workgroup
 */
export const sumSource = (lanes: number): string => `
var<workgroup> partial_sums: array<f32, ${WORKGROUP}>;
fn sumOver(local: u32, x: f32) -> f32 {
  partial_sums[local] = x;
  workgroupBarrier();
  for (var reach = ${Math.floor(lanes / 2)}u; reach > 0u; reach /= 2u) {
    if (local % ${lanes}u < reach) { partial_sums[local] += partial_sums[local + reach]; }
    workgroupBarrier();
  }
  return partial_sums[local - local % ${lanes}u];
}`;
