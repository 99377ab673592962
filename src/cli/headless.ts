/** The lab in this process, on Dawn. */
import { nodeGpu } from '../engine/node-gpu'; // before tfjs, which looks for navigator.gpu while it loads
import { NoGpuError, openDevice, type Device, type NoGpuReason } from '../engine/device';
import type { Lab } from '../lab/protocol';
import { countHere } from '../lab/rankers/both-parts';
import { createLab } from '../lab/host';
import { memoryStorage } from '../lab/runs/storage';
import type { Interruption } from './interruption';
import { prepareFolder } from './output';
import { runFolder } from './run-folder';
import { failureSentence } from '../words/sentences';
import { speak } from '../words/words';
import type { DeviceInfo } from '../lab/device-info';

const speech = speak('en');

export interface Opened {
  lab: Lab;
  /** What to do where the program is ended in the middle of its work. */
  interruption: Interruption;
  device: DeviceInfo;
}

/**
 * @param runDir a folder in which runs are kept; without it they are forgotten
 * @param command flags that bring the data of the runs
 * @throws Error with the reason where there is no WebGPU adapter; UsageError where the folder cannot be made
 */
export async function openHeadless(
  runDir?: string,
  command: readonly string[] = [],
): Promise<Omit<Opened, 'interruption'>> {
  if (runDir !== undefined) prepareFolder('--run-dir', runDir);
  const storage = runDir === undefined ? memoryStorage() : runFolder(runDir, command);
  const lab = createLab({ gpu: nodeGpu, storage, baselines: countHere, eagerBaselines: false });
  lab.on('unsaved', (failure) => {
    if (!failure) return;
    const reason = failureSentence(failure, speech);
    process.stderr.write(`${speech.fill(speech.words.failure.notKept, { folder: runDir ?? '', reason })}\n`);
  });
  const device = await lab.ask('open', { cpu: false });
  if (device.reason !== null) throw noAdapter(device.reason);
  return { lab, device };
}

/** The device without a lab around it. @throws Error with the reason where there is no WebGPU adapter */
export const openHeadlessDevice = (): Promise<Device> =>
  openDevice({ gpu: nodeGpu }).catch((error: unknown) => {
    throw error instanceof NoGpuError ? noAdapter(error.reason) : error;
  });

function noAdapter(reason: NoGpuReason): Error {
  const advice =
    process.platform === 'linux'
      ? ' On Debian and Ubuntu, `apt-get install libvulkan1 mesa-vulkan-drivers` brings a software adapter.'
      : '';
  return new Error(`${speech.words.device.title}: ${reason}.${advice}`);
}
