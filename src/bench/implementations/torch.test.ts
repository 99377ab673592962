import { expect, it } from 'vitest';
import { torchName, torchRuns } from './torch';

it('every rule runs in one thread and on all cores; on CUDA once, and once more as a graph where sizes stay', () => {
  expect(torchRuns(['cpu'], [1, 8]).map(torchName)).toEqual([
    'torch-sparse',
    'torch-dense',
    'torch-fused',
    'torch-sparse-8-threads',
    'torch-dense-8-threads',
    'torch-fused-8-threads',
  ]);
  expect(torchRuns(['cpu', 'cuda'], [1]).map(torchName).slice(3)).toEqual([
    'torch-sparse-cuda',
    'torch-dense-cuda',
    'torch-fused-cuda',
    'torch-fused-cuda-graph',
  ]);
});
