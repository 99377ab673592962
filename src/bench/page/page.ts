/** The page's side of the bench: a host whose answers Playwright fetches. */
import type { ContestantName } from '../contestants/contestant';
import { openJax } from '../contestants/jax';
import { openStock } from '../contestants/stock';
import { openTowerLab } from '../contestants/tower-lab';
import { createHost } from '../host';
import type { AdapterReport } from '../measure/adapter';
import type { Rival } from '../measure/rival';
import type { Work } from '../measure/work';
import { createPresetHost, type PresetContestant } from '../presets/host';
import type { PresetSetting } from '../presets/problem';
import type { RetrievalSetting } from '../retrieval/catalogue';
import { createRetrievalHost, type RetrievalHost } from '../retrieval/host';
import type { Call, Retriever, RetrieverName } from '../retrieval/retriever';
import type { Setting } from '../tt/problem';

export interface PageBench {
  adapter(): Promise<AdapterReport>;
  work(setting: Setting): Promise<Work>;
  open(setting: Setting, name: ContestantName): Promise<void>;
  openPreset(setting: PresetSetting, name: PresetContestant): Promise<void>;
  ask(name: ContestantName, method: keyof Rival, steps: number): Promise<unknown>;
  retrieval: {
    open(setting: RetrievalSetting, name: RetrieverName): Promise<void>;
    call(name: RetrieverName): Promise<Call>;
    close(name: RetrieverName): Promise<void>;
    check: RetrievalHost['check'];
  };
}

const host = createHost(navigator.gpu, { 'tower-lab': openTowerLab, stock: openStock, 'jax-js': openJax });
const presetHost = createPresetHost(navigator.gpu);
const rivals = new Map<ContestantName, Rival>();
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
    rivals.set(name, await host.open(setting, name));
  },
  async openPreset(setting, name) {
    rivals.set(name, await presetHost.open(setting, name));
  },
  ask: (name, method, steps) => opened(rivals, name)[method](steps),
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
