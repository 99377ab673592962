import { nodeGpu } from '../../engine/node-gpu';
import { expect, it } from 'vitest';
import { presets } from '../../model/presets/presets';
import { watchGpu } from '../measure/gpu-counts';
import { agreement } from '../agreement';
import { openTowerLab } from '../implementations/tower-lab';
import { Measured } from '../measure/measured';
import { createPresetProblem, presetDataset } from './problem';
import { openStockModel } from './stock-tfjs';

// A short past: plain tfjs encodes each of its events in operations of their own.
const SETTING = { batch: 32, events: 1500, seed: 7, past: 5 };
const dataset = presetDataset(SETTING);
// Before the first device is opened.
watchGpu();

it.each([...presets.keys()])(
  'plain tfjs comes to the losses of the lab for %s',
  async (preset) => {
    const problem = createPresetProblem(await dataset, { ...SETTING, preset });
    const [lab, stock] = [
      new Measured(await openTowerLab(problem, nodeGpu), 0),
      new Measured(await openStockModel(problem, nodeGpu), 0),
    ];
    const losses = { lab: (await lab.first(2)).losses, stock: (await stock.first(2)).losses };
    expect(Math.abs(losses.stock[0]! / losses.lab[0]! - 1)).toBeLessThan(5e-6);
    // Adam's first step is as long where a gradient is all rounding as anywhere else.
    expect(
      agreement([
        { name: 'lab', update: 'touched', losses: losses.lab },
        { name: 'stock', update: 'tfjs', losses: losses.stock },
      ])?.difference,
    ).toBeLessThan(4e-5);
    // The batches differ: what is compared is not one number.
    expect(new Set(losses.lab).size).toBe(2);
    // In its own ways: a replayed step of the lab is one submit, plain tfjs encodes operation after operation.
    const { counts } = await lab.round(1);
    expect(counts).toMatchObject({ submits: 1, buffersCreated: 0 });
    expect((await stock.round(1)).counts!.dispatches).toBeGreaterThan(4 * counts!.dispatches);
    await lab.close();
    await stock.close();
  },
  300_000,
);
