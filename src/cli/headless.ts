/** The lab in this process, on Dawn. */
import { nodeGpu } from '../engine/node-gpu'; // before tfjs, which looks for navigator.gpu while it loads
import { NoGpuError, openCpu, openDevice, type Device, type NoGpuReason } from '../engine/device';
import type { Lab } from '../lab/protocol';
import type { CountBaselines } from '../lab/evaluate/baseline-count';
import { countHere } from '../lab/rankers/both-parts';
import type { Flags } from './flags';
import { createLab } from '../lab/host';
import { memoryStorage } from '../lab/runs/storage';
import type { Interruption } from './interruption';
import { prepareFolder } from './output';
import { runFolder } from './run-folder';
import { say } from './terminal';
import { otherDataLine } from './weights-file';
import { failureSentence } from '../words/sentences';
import type { DeviceInfo } from '../lab/device-info';
import { speech } from './speech';

export interface Opened {
  lab: Lab;
  /** What to do where the program is ended in the middle of its work. */
  interruption: Interruption;
  device: DeviceInfo;
}

/**
 * Runs are kept in `--run-dir`, and without it forgotten; all baselines are computed, unless `--baselines` says
 * otherwise.
 * @param command flags that bring the data of the runs
 * @throws Error with the reason where there is no WebGPU adapter; UsageError where the folder cannot be made
 */
export async function openHeadless(
  { 'run-dir': runDir, baselines: asked, device: kind }: Pick<Flags, 'run-dir' | 'baselines' | 'device'> = {},
  command: readonly string[] = [],
): Promise<Omit<Opened, 'interruption'>> {
  if (runDir !== undefined) prepareFolder('--run-dir', runDir);
  const storage = runDir === undefined ? memoryStorage() : runFolder(runDir, command);
  const baselines: CountBaselines = (dataset, signal, onProgress, onCounted) =>
    countHere(dataset, signal, onProgress, onCounted, asked);
  const lab = createLab({ gpu: nodeGpu, storage, baselines, eagerBaselines: false });
  lab.on('unsaved', (failure) => {
    if (!failure) return;
    // What the system says of the folder; the catalog speaks of the browser's storage.
    const reason = failure.detail.message || failureSentence(failure, speech);
    say(speech.fill(speech.words.failure.notKept, { folder: runDir ?? '', reason }));
  });
  const said = new Set<string>();
  lab.on('otherData', (other) => {
    const line = otherDataLine(other);
    // The same file may be asked more than once.
    if (!said.has(line)) say(line);
    said.add(line);
  });
  const device = await lab.ask('open', { cpu: kind === 'cpu' });
  if (device.reason !== null) throw noAdapter(device.reason);
  return { lab, device };
}

/** The device without a lab around it. @throws Error with the reason where there is no WebGPU adapter */
export const openHeadlessDevice = ({ device }: Pick<Flags, 'device'>): Promise<Device> =>
  (device === 'cpu' ? openCpu() : openDevice({ gpu: nodeGpu })).catch((error: unknown) => {
    throw error instanceof NoGpuError ? noAdapter(error.reason) : error;
  });

function noAdapter(reason: NoGpuReason): Error {
  const advice =
    process.platform === 'linux'
      ? ' On Debian and Ubuntu, `apt-get install libvulkan1 mesa-vulkan-drivers` brings a software adapter.'
      : '';
  return new Error(`${speech.words.device.title}: ${reason}.${advice} --device cpu does without it.`);
}
