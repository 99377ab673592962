import { nodeGpu } from '../../engine/node-gpu';
import { expect, it } from 'vitest';
import { kernelsFrom, liveBytes, peakFrom, watchGpu, wrappingSubmits, writtenFrom } from './gpu-counts';

it('the peak has seen a buffer that is gone again, and not one that was gone before', async () => {
  watchGpu();
  const device = await (await nodeGpu.requestAdapter())!.requestDevice();
  const make = (size: number) => device.createBuffer({ size, usage: GPUBufferUsage.STORAGE });
  const kept = make(1024);
  make(8192).destroy();
  const peak = peakFrom(device);
  const [a, b] = [make(256), make(512)];
  a.destroy();
  b.destroy();
  make(16).destroy();
  expect([liveBytes(device), peak()]).toEqual([1024, 1024 + 256 + 512]);
  expect(peakFrom(device)()).toBe(1024);
  kept.destroy();
  device.destroy();
});

it('dispatches are counted by the label of the pipeline that was set, the most frequent first', async () => {
  watchGpu();
  const device = await (await nodeGpu.requestAdapter())!.requestDevice();
  const module = device.createShaderModule({ code: '@compute @workgroup_size(1) fn main() {}' });
  const [one, two] = ['one', 'two'].map((label) =>
    device.createComputePipeline({ label, layout: 'auto', compute: { module } }),
  );
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(one!);
  pass.dispatchWorkgroups(1);
  const dispatched = kernelsFrom();
  pass.dispatchWorkgroups(1);
  pass.setPipeline(two!);
  pass.dispatchWorkgroups(1);
  pass.dispatchWorkgroups(1);
  pass.end();
  device.queue.submit([encoder.finish()]);
  expect(Object.entries(dispatched())).toEqual([
    ['two', 2],
    ['one', 1],
  ]);
  device.destroy();
});

it('what is written is counted in bytes, of a typed array by its elements and of a buffer by its bytes', async () => {
  watchGpu();
  const device = await (await nodeGpu.requestAdapter())!.requestDevice();
  const buffer = device.createBuffer({ size: 64, usage: GPUBufferUsage.COPY_DST });
  const written = writtenFrom();
  device.queue.writeBuffer(buffer, 0, new Float32Array(8));
  expect(written()).toBe(32);
  device.queue.writeBuffer(buffer, 0, new Float32Array(8), 2);
  expect(written()).toBe(32 + 24);
  device.queue.writeBuffer(buffer, 0, new Float32Array(8), 2, 3);
  expect(written()).toBe(32 + 24 + 12);
  device.queue.writeBuffer(buffer, 0, new ArrayBuffer(16), 4, 8);
  expect(written()).toBe(32 + 24 + 12 + 8);
  device.destroy();
});

it('submits are wrapped while a function runs, and not after it, whether it returns or throws', async () => {
  watchGpu();
  const device = await (await nodeGpu.requestAdapter())!.requestDevice();
  let wrapped = 0;
  const submit = (): void => device.queue.submit([device.createCommandEncoder().finish()]);
  const wrap = <T>(work: () => T): T => {
    wrapped += 1;
    return work();
  };
  wrappingSubmits(wrap, submit);
  expect(() =>
    wrappingSubmits(wrap, () => {
      submit();
      throw new Error('midway');
    }),
  ).toThrow('midway');
  submit();
  expect(wrapped).toBe(2);
  device.destroy();
});
