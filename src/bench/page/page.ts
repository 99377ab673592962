/** The page's side of the bench: a host whose answers Playwright fetches. */
import type { ImplementationName } from '../implementations/implementation';
import { openJax } from '../implementations/jax';
import { openStock } from '../implementations/stock-tfjs';
import { openTowerLab, openTowerLabOnCpu } from '../implementations/tower-lab';
import { createHost } from '../host';
import { createLogsHost, type LogSetting, type LogsHost } from '../logs/host';
import type { AdapterReport } from '../measure/adapter';
import type { TimedImplementation } from '../measure/timed-implementation';
import type { Work } from '../measure/work';
import { createPresetHost, type PresetImplementation } from '../presets/host';
import type { PresetSetting } from '../presets/problem';
import type { RetrievalSetting } from '../retrieval/catalogue';
import { createRetrievalHost, type RetrievalHost } from '../retrieval/host';
import type { Call, Retriever, RetrieverName } from '../retrieval/retriever';
import type { Setting } from '../reference-model/problem';

export interface PageBench {
  adapter(): Promise<AdapterReport>;
  work(setting: Setting): Promise<Work>;
  open(setting: Setting, name: ImplementationName): Promise<void>;
  openPreset(setting: PresetSetting, name: PresetImplementation): Promise<void>;
  logs: { has: LogsHost['has']; open(setting: LogSetting, name: string): Promise<void>; close: LogsHost['close'] };
  ask(name: string, method: keyof TimedImplementation, steps: number): Promise<unknown>;
  retrieval: {
    open(setting: RetrievalSetting, name: RetrieverName): Promise<void>;
    call(name: RetrieverName): Promise<Call>;
    close(name: RetrieverName): Promise<void>;
    check: RetrievalHost['check'];
  };
}

const host = createHost(navigator.gpu, {
  'tower-lab': openTowerLab,
  'tower-lab-cpu': openTowerLabOnCpu,
  stock: openStock,
  'jax-js-wasm': openJax('wasm'),
  'jax-js-webgpu': openJax('webgpu'),
});
const presetHost = createPresetHost(navigator.gpu);
/** Playwright answers with the files of the folder. */
const logs = createLogsHost(navigator.gpu, async (log, fileName) => {
  const response = await fetch(`/logs/${log}/${fileName}`);
  return response.ok ? response.blob() : null;
});
const timed = new Map<string, TimedImplementation>();
const retrieval = createRetrievalHost(navigator.gpu);
const retrievers = new Map<RetrieverName, Retriever>();
const opened = <K, V>(of: ReadonlyMap<K, V>, name: K): V => {
  const one = of.get(name);
  if (!one) throw new Error(`internal: ${String(name)} is not open`);
  return one;
};
const bench: PageBench = {
  adapter: host.adapter,
  work: host.work,
  async open(setting, name) {
    timed.set(name, await host.open(setting, name));
  },
  async openPreset(setting, name) {
    timed.set(name, await presetHost.open(setting, name));
  },
  logs: {
    has: logs.has,
    async open(setting, name) {
      timed.set(name, await logs.open(setting, name));
    },
    close: logs.close,
  },
  ask: (name, method, steps) => opened(timed, name)[method](steps),
  retrieval: {
    async open(setting, name) {
      retrievers.set(name, await retrieval.open(setting, name));
    },
    call: (name) => opened(retrievers, name).call(),
    close: (name) => opened(retrievers, name).close(),
    check: retrieval.check,
  },
};
Object.assign(globalThis, { bench });
