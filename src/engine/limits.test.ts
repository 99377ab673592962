/**
 * What lies just below a limit of the adapter is allocated, what lies just above is refused or split before anything
 * is.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDevice, type Device, type Limits } from './device';
import { lookUp } from './embedding/lookup';
import { keptLookup, oneSlotEach } from './embedding/testing';
import { BLOCK, ItemIndex } from './kernels/retrieval/item-index';
import { nodeGpu } from './node-gpu';
import { WeightStore } from './optimizers/weights';
import { emptyTensor } from './run-kernel';
import { Storage } from './storage';
import * as tf from './tf';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

let device: Device | null = null;
const errors: string[] = [];
async function open(limits: Limits): Promise<GPUDevice> {
  device = await openDevice({ gpu: nodeGpu, limits });
  device.onError((message) => errors.push(message));
  return device.gpu ?? expect.fail('no WebGPU');
}
afterEach(() => {
  device?.close();
  expect(errors.splice(0)).toEqual([]);
});

/** The tiers Chrome offers (Dawn's Limits.cpp). */
const TIERS = [
  [128 * MIB, 256 * MIB],
  [GIB, GIB],
  [2 * GIB - 4, 2 * GIB],
  [4 * GIB - 4, 4 * GIB],
] as const;

describe.each(TIERS)(
  'under a binding limit of %i bytes and buffers of %i',
  (maxStorageBufferBindingSize, maxBufferSize) => {
    let asked: number[] = [];
    /** What the device is asked for in place of a buffer: none of these sizes is there. */
    class ReachedDevice extends Error {}
    beforeEach(async () => {
      const gpu = await open({ maxStorageBufferBindingSize, maxBufferSize });
      asked = [];
      gpu.createBuffer = ({ size }) => {
        asked.push(size);
        throw new ReachedDevice();
      };
    });
    const numbersHeld = maxStorageBufferBindingSize / 4;

    it('a storage is asked for to the last number, and one more is refused by name', () => {
      expect(() => Storage.create('fits', [numbersHeld], 'float32')).toThrow(ReachedDevice);
      expect(() => Storage.create('too large', [numbersHeld + 1], 'float32')).toThrow(
        `too large needs ${(maxStorageBufferBindingSize + 4).toLocaleString('en')} bytes in one buffer; this adapter allows ${maxStorageBufferBindingSize.toLocaleString('en')}, 4 too many`,
      );
      expect(asked).toEqual([maxStorageBufferBindingSize]);
    });

    it('a table is asked for whole as long as it fits, and with one row more in pieces', () => {
      const rows = 64 * Math.floor(numbersHeld / (64 * 16));
      const none = new Float32Array(0);
      expect(() => new WeightStore().addTables([{ path: 'table/t', shape: [rows, 16], values: none }])).toThrow(
        ReachedDevice,
      );
      expect(() => new WeightStore().addTables([{ path: 'table/t', shape: [rows + 1, 16], values: none }])).toThrow(
        ReachedDevice,
      );
      expect(asked).toEqual([rows * 64, rows * 64]);
    });

    it('so is the result of an operation, of tfjs or ours', () => {
      const filled = (size: number) => tf.engine().runKernel('Fill', {}, { shape: [size], value: 1, dtype: 'float32' });
      for (const make of [filled, (size: number) => emptyTensor([size])]) {
        expect(() => make(numbersHeld)).toThrow(ReachedDevice);
        expect(() => make(numbersHeld + 1)).toThrow(`a tensor of [${numbersHeld + 1}] needs`);
      }
      expect(asked).toEqual([maxStorageBufferBindingSize, maxStorageBufferBindingSize]);
    });

    it('a catalogue is cut into chunks of as many rows as fit', () => {
      const fitting = BLOCK * Math.floor(maxStorageBufferBindingSize / (64 * 4 * BLOCK));
      expect(() => new ItemIndex(fitting + 1, 64)).toThrow(ReachedDevice);
      expect(asked).toEqual([fitting * 64 * 4]);
    });
  },
);

it('a limit on buffers below the one on bindings counts as well', async () => {
  await open({ maxBufferSize: 4096, maxStorageBufferBindingSize: 8192 });
  Storage.create('fits', [1024], 'float32').dispose();
  expect(() => Storage.create('too large', [1025], 'float32')).toThrow('this adapter allows 4,096, 4 too many');
});

it('the largest table one binding of 128 MiB holds is read to its last row; with a row more there are two arenas', async () => {
  await open({ maxStorageBufferBindingSize: 128 * MIB });
  const [rows, width] = [2 ** 20, 32];
  const values = new Float32Array(rows * width);
  values[0] = 1;
  values[rows * width - 1] = 2;
  const store = new WeightStore();
  store.addTables([{ path: 'table/t', shape: [rows, width], values }]);
  const { lookup, dispose } = keptLookup(store.places('table/t')[0]!.arena.value, width, [oneSlotEach([0, rows - 1])]);
  const out = Storage.create('out', [2, width], 'float32');
  lookUp(lookup, out.tensor);
  const read = await out.read();
  expect([read[0], read[2 * width - 1]]).toEqual([1, 2]);
  dispose();
  out.dispose();
  store.dispose();

  const two = new WeightStore();
  two.addTables([
    { path: 'table/large', shape: [rows - 64, width], values: values.subarray(0, 1) },
    { path: 'table/small', shape: [65, width], values: values.subarray(0, 1) },
  ]);
  expect(two.places('table/large')[0]!.arena).not.toBe(two.places('table/small')[0]!.arena);
  two.dispose();
});
