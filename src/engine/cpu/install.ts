/** Our kernels in place of those of tfjs's CPU backend that take most of a step. */
import { installBatchMatMul } from './batch-mat-mul';
import { installElementwise } from './elementwise';
import { installMoves } from './moves';
import { installSoftmax } from './softmax';
import { installSum } from './sum';
import { installTranspose } from './transpose';

export function installCpuKernels(): void {
  installBatchMatMul();
  installElementwise();
  installMoves();
  installSoftmax();
  installSum();
  installTranspose();
}
