/** The lab in this process, on Dawn. */
import { nodeGpu } from '../engine/node-gpu'; // before tfjs, which looks for navigator.gpu while it loads
import { NoGpuError, openDevice, type Device, type NoGpuReason } from '../engine/device';
import type { DeviceInfo, Lab } from '../lab/protocol';
import type { Dataset } from '../data/dataset';
import { computeBaselines, type BaselineResults } from '../lab/evaluate/baselines';
import { countHere } from '../lab/evaluate/baselines/both-parts';
import { createLab } from '../lab/session';
import { memoryStorage } from '../lab/storage';
import { speak } from '../words/words';

export interface Opened {
  lab: Lab;
  device: DeviceInfo;
  /** What each baseline reached with every user of the test part, for paired comparisons: of the data set whose baselines were counted last. @throws Error where none were */
  baselinesPerUser(): Promise<BaselineResults['perUser']>;
}

/** @throws Error with the reason where there is no WebGPU adapter */
export async function openHeadless(): Promise<Opened> {
  let counted: Dataset | null = null;
  const lab = createLab({
    gpu: nodeGpu, storage: memoryStorage(), eagerBaselines: false,
    baselines: (dataset, ...rest) => {
      counted = dataset;
      return countHere(dataset, ...rest);
    },
  });
  const device = await lab.ask('open', { cpu: false });
  if (device.reason !== null) throw noAdapter(device.reason);
  const baselinesPerUser = async (): Promise<BaselineResults['perUser']> => {
    if (!counted) throw new Error('no baselines have been counted yet: ask for a result first');
    return (await computeBaselines(counted, { part: 'test' })).perUser;
  };
  return { lab, device, baselinesPerUser };
}

/** The device without a lab around it. @throws Error with the reason where there is no WebGPU adapter */
export const openHeadlessDevice = (): Promise<Device> =>
  openDevice({ gpu: nodeGpu }).catch((error: unknown) => { throw error instanceof NoGpuError ? noAdapter(error.reason) : error; });

function noAdapter(reason: NoGpuReason): Error {
  const advice = process.platform === 'linux' ? ' On Debian and Ubuntu, `apt-get install libvulkan1 mesa-vulkan-drivers` brings a software adapter.' : '';
  return new Error(`${speak('en').words.device.title}: ${reason}.${advice}`);
}
