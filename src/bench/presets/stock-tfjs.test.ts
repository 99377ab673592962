import { nodeGpu } from '../../engine/node-gpu';
import { afterAll, expect, it } from 'vitest';
import { openDevice } from '../../engine/device';
import * as tf from '../../engine/tf';
import { presets } from '../../model/presets/presets';
import { countFrom, watchGpu, type GpuCounts } from '../measure/gpu-counts';
import { agreement } from '../agreement';
import type { Implementation } from '../implementations/implementation';
import { openStockDevice } from '../implementations/stock-device';
import { trainOn } from '../implementations/tower-lab';
import { createPresetProblem, presetDataset } from './problem';
import { trainOnStock } from './stock-tfjs';

// A short past: plain tfjs encodes each of its events in operations of their own.
const SETTING = { batch: 32, events: 1500, seed: 7, past: 5, candidates: 5 };
const dataset = presetDataset(SETTING);
// Before the first device is opened.
watchGpu();
// One of each for all presets: most of a first step is the compiling of its shaders.
const devices = openDevice({ gpu: nodeGpu }).then(async (lab) => ({ lab, stock: await openStockDevice(nodeGpu) }));
afterAll(async () => {
  const { lab, stock } = await devices;
  stock.close();
  lab.close();
});

/** Losses of the first two steps, and what the second, which compiles nothing, asks of WebGPU. */
async function twoSteps<Built>(
  implementation: Implementation<Built>,
): Promise<{ losses: number[]; counts: GpuCounts }> {
  await implementation.enter();
  implementation.run(implementation.build(0));
  await implementation.done();
  const second = implementation.build(1);
  const counted = countFrom();
  implementation.run(second);
  await implementation.done();
  const counts = counted();
  return { losses: await implementation.losses(), counts };
}

it.each([...presets.keys()])(
  'plain tfjs comes to the losses of the lab for %s',
  async (preset) => {
    const problem = createPresetProblem(await dataset, { ...SETTING, preset });
    const { lab: labDevice, stock: stockDevice } = await devices;
    await stockDevice.enter();
    const stock = trainOnStock(stockDevice, problem);
    const plain = await twoSteps(stock);
    stock.close();
    await tf.setBackend(labDevice.backend);
    const lab = trainOn(labDevice, problem);
    const own = await twoSteps(lab);
    lab.close();
    expect(Math.abs(plain.losses[0]! / own.losses[0]! - 1)).toBeLessThan(5e-6);
    // Adam's first step is as long where a gradient is all rounding as anywhere else.
    expect(
      agreement([
        { name: 'lab', update: 'touched', losses: own.losses },
        { name: 'stock', update: 'tfjs', losses: plain.losses },
      ])?.difference,
    ).toBeLessThan(4e-5);
    // The batches differ: what is compared is not one number.
    expect(new Set(own.losses).size).toBe(2);
    // In its own ways: a replayed step of the lab is one submit, plain tfjs encodes operation after operation.
    expect(own.counts).toMatchObject({ submits: 1, buffersCreated: 0 });
    expect(plain.counts.dispatches).toBeGreaterThan(4 * own.counts.dispatches);
  },
  300_000,
);
