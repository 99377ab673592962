/** The lab in this process, on Dawn. */
import { nodeGpu } from '../engine/node-gpu'; // before tfjs, which looks for navigator.gpu while it loads
import { NoGpuError, openDevice, type Device, type NoGpuReason } from '../engine/device';
import type { Lab } from '../lab/protocol';
import type { CountBaselines } from '../lab/evaluate/baseline-count';
import { countHere } from '../lab/rankers/both-parts';
import type { AskedRankers } from '../lab/rankers/ranker';
import { createLab } from '../lab/host';
import { memoryStorage } from '../lab/runs/storage';
import { prepareFolder } from './output';
import { runFolder } from './run-folder';
import { say } from './terminal';
import { failureSentence } from '../words/sentences';
import type { DeviceInfo } from '../lab/device-info';
import { speech } from './speech';

export interface Opened {
  lab: Lab;
  device: DeviceInfo;
}

/**
 * @param runDir a folder in which runs are kept; without it they are forgotten
 * @param asked the baselines that are computed; without it all
 * @throws Error with the reason where there is no WebGPU adapter; UsageError where the folder cannot be made
 */
export async function openHeadless(runDir?: string, asked?: AskedRankers): Promise<Opened> {
  if (runDir !== undefined) prepareFolder('--run-dir', runDir);
  const storage = runDir === undefined ? memoryStorage() : runFolder(runDir);
  const baselines: CountBaselines = (dataset, signal, onProgress, onCounted) =>
    countHere(dataset, signal, onProgress, onCounted, asked);
  const lab = createLab({ gpu: nodeGpu, storage, baselines, eagerBaselines: false });
  lab.on('unsaved', (failure) => {
    if (!failure) return;
    const reason = failureSentence(failure, speech);
    say(speech.fill(speech.words.failure.notKept, { folder: runDir ?? '', reason }));
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
