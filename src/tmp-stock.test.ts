import { nodeGpu } from './engine/node-gpu';
import { expect, it } from 'vitest';
import { openTowerLab } from './bench/contestants/tower-lab';
import { openStockModel } from './bench/presets/stock';
import { createPresetProblem, presetDataset } from './bench/presets/problem';
it.each((process.env['IDS'] ?? 'two-tower').split(','))('%s', async (id) => {
  const dataset = await presetDataset({ events: 1500, seed: 7 });
  const problem = createPresetProblem(dataset, { preset: id, batch: 32, events: 1500, seed: 7 });
  const out = [];
  for (const open of [openTowerLab, openStockModel]) {
    const one = await open(problem, nodeGpu);
    await one.enter();
    for (let s = 0; s < 3; s++) { one.run(one.build(s) as never); await one.done(); }
    out.push(await one.losses());
    one.close();
  }
  console.log(id, out);
  expect(1).toBe(1);
}, 200_000);
