/** Where presets are trained: Node, or a page. */
import type { Dataset } from '../../data/dataset';
import { openTowerLab, openTowerLabOnCpu } from '../implementations/tower-lab';
import type { Implementation } from '../implementations/implementation';
import { watchGpu } from '../measure/gpu-counts';
import { Measured } from '../measure/measured';
import type { TimedImplementation } from '../measure/timed-implementation';
import { createPresetProblem, presetDataset, type PresetProblem, type PresetSetting } from './problem';
import { openStockModel } from './stock-tfjs';

export type PresetImplementation = 'tower-lab' | 'tower-lab-cpu' | 'stock';

export interface PresetHost {
  /** @throws where it cannot run here, or does not fit */
  open(setting: PresetSetting, name: PresetImplementation): Promise<TimedImplementation>;
}

const IMPLEMENTATIONS: Readonly<
  Record<PresetImplementation, (problem: PresetProblem, gpu: GPU) => Promise<Implementation>>
> = {
  'tower-lab': openTowerLab,
  'tower-lab-cpu': openTowerLabOnCpu,
  stock: openStockModel,
};

export function createPresetHost(gpu: GPU): PresetHost {
  watchGpu();
  // All presets train on one data set.
  let latest: { key: string; dataset: Promise<Dataset> } | null = null;
  return {
    async open(setting, name) {
      const key = `${setting.events} ${setting.seed}`;
      if (latest?.key !== key) latest = { key, dataset: presetDataset(setting) };
      return new Measured(await IMPLEMENTATIONS[name](createPresetProblem(await latest.dataset, setting), gpu));
    },
  };
}
