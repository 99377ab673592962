import { expect, it } from 'vitest';
import { findTorch } from '../../model/torch/run-python';
import { openTorchAlone, type TorchRun } from '../implementations/torch';
import { openTowerLabOnCpu } from '../implementations/tower-lab';
import { createPresetProblem, presetDataset } from './problem';
import { writePresetInput } from './torch';

const SETTING = { batch: 32, events: 1500, seed: 7, past: 5, preset: 'sasrec' };
const STEPS = 3;
const python = findTorch();

it.skipIf(!python && !process.env['CI'])(
  "a preset's own program comes to the losses of the lab under its rule, and under Adam until rows without a gradient move",
  async () => {
    const problem = createPresetProblem(await presetDataset(SETTING), SETTING);
    const lab = await openTowerLabOnCpu(problem);
    await lab.enter();
    for (let step = 0; step < STEPS; step++) lab.run(lab.build(step));
    const expected = await lab.losses();
    lab.close();
    const differences = async (rule: TorchRun['rule']): Promise<number[]> => {
      const torch = await openTorchAlone(python ?? 'python3', writePresetInput(problem, STEPS), {
        rule,
        device: 'cpu',
        threads: 1,
      });
      const { losses } = await torch.first(STEPS);
      // Steps go on behind the last batch that was written.
      expect((await torch.round(2)).cpuMs).toBeGreaterThan(0);
      await torch.close();
      return losses.map((loss, step) => Math.abs(loss / expected[step]! - 1));
    };
    const [sparse, fused] = [await differences('sparse'), await differences('fused')];
    expect(Math.max(...sparse)).toBeLessThan(5e-6);
    expect(Math.max(...fused.slice(0, 2))).toBeLessThan(5e-6);
    expect(fused[2]).toBeGreaterThan(1e-5);
    expect(new Set(expected).size).toBe(STEPS);
  },
  60_000,
);
