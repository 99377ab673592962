/** Where steps on real logs are timed: Node, or a page. */
import type { Dataset } from '../../data/dataset';
import { openDevice, type Device } from '../../engine/device';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import type { Trainable } from '../implementations/implementation';
import { trainOn } from '../implementations/tower-lab';
import { watchGpu } from '../measure/gpu-counts';
import { Measured } from '../measure/measured';
import type { TimedImplementation } from '../measure/timed-implementation';
import { trainable } from '../presets/problem';
import { createProblem } from '../reference-model/problem';
import { idsOnly, readLog, type LogName } from './real-logs';

/** A preset on a log, or the reference model on its own data. */
export type LogSetting = { batch: number; seed: number } & (
  | { log: LogName; preset: string; idsOnly: boolean }
  | { log: null; rows: number }
);

export interface LogsHost {
  /** Whether the log is there. */
  has(log: LogName): Promise<boolean>;
  /** @param name by which it is asked from then on; @throws where it does not fit, or the log is not there */
  open(setting: LogSetting, name: string): Promise<TimedImplementation>;
  close(): Promise<void>;
}

/** @param open a file of a log's folder; null where it has none of this name */
export function createLogsHost(gpu: GPU, open: (log: LogName, fileName: string) => Promise<Blob | null>): LogsHost {
  watchGpu();
  // One device for all models: they take turns on it.
  let device: Promise<Device> | null = null;
  let latest: { log: LogName; dataset: Promise<Dataset | null> } | null = null;
  const read = (log: LogName): Promise<Dataset | null> => {
    if (latest?.log !== log) latest = { log, dataset: readLog(log, (fileName) => open(log, fileName)) };
    return latest.dataset;
  };
  const problemOf = async (setting: LogSetting): Promise<Trainable> => {
    if (setting.log === null) return createProblem({ ...setting, graph: 'tt' });
    const whole = await read(setting.log);
    if (!whole) throw new Error(`${setting.log} is not there`);
    const dataset = setting.idsOnly ? idsOnly(whole) : whole;
    return trainable(dataset, preset(setting.preset).build(schemaOf(dataset)), setting);
  };
  return {
    has: async (log) => (await read(log)) !== null,
    open: async (setting) => new Measured(trainOn(await (device ??= openDevice({ gpu })), await problemOf(setting))),
    async close() {
      (await device)?.close();
    },
  };
}
