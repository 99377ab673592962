/** Where presets are trained: Node, or a page. */
import type { Dataset } from '../../data/dataset';
import { openTowerLab } from '../contestants/tower-lab';
import type { Contestant } from '../contestants/contestant';
import { watchGpu } from '../measure/gpu-counts';
import { Measured } from '../measure/measured';
import type { Rival } from '../measure/rival';
import { createPresetProblem, presetDataset, type PresetProblem, type PresetSetting } from './problem';
import { openStockModel } from './stock';

export type PresetContestant = 'tower-lab' | 'stock';

export interface PresetHost {
  /** @throws where it cannot run here, or does not fit */
  open(setting: PresetSetting, name: PresetContestant): Promise<Rival>;
}

const CONTESTANTS: Readonly<Record<PresetContestant, (problem: PresetProblem, gpu: GPU) => Promise<Contestant>>> = {
  'tower-lab': openTowerLab,
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
      return new Measured(await CONTESTANTS[name](createPresetProblem(await latest.dataset, setting), gpu));
    },
  };
}
