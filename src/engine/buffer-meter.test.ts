import { expect, it } from 'vitest';
import { openDevice } from './device';
import { nodeGpu } from './node-gpu';
import { Storage } from './storage';

it('counts the buffers that a device holds, each until it is destroyed for the first time', async () => {
  const device = await openDevice({ gpu: nodeGpu });
  const begin = device.bytes;
  const storage = Storage.create('numbers', [1000], 'float32');
  const buffer = device.gpu!.createBuffer({ size: 64, usage: GPUBufferUsage.COPY_DST });
  expect(device.bytes - begin).toBe(4000 + 64);
  buffer.destroy();
  buffer.destroy();
  expect(device.bytes - begin).toBe(4000);
  storage.dispose();
  expect(device.bytes - begin).toBe(0);
  device.close();
});
