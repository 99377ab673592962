/** The page's side of the bench: a host whose answers Playwright fetches. */
import type { ContestantName } from '../contestants/contestant';
import { openJax } from '../contestants/jax';
import { openStock } from '../contestants/stock';
import { openTowerLab } from '../contestants/tower-lab';
import { createHost } from '../host';
import type { AdapterReport } from '../measure/adapter';
import type { Rival } from '../measure/rival';
import type { Work } from '../measure/work';
import type { Setting } from '../tt/problem';

export interface PageBench {
  adapter(): Promise<AdapterReport>;
  work(setting: Setting): Promise<Work>;
  open(setting: Setting, name: ContestantName): Promise<void>;
  ask(name: ContestantName, method: keyof Rival, steps: number): Promise<unknown>;
}

const host = createHost(navigator.gpu, { 'tower-lab': openTowerLab, stock: openStock, 'jax-js': openJax });
const rivals = new Map<ContestantName, Rival>();
const bench: PageBench = {
  adapter: host.adapter,
  work: host.work,
  async open(setting, name) {
    rivals.set(name, await host.open(setting, name));
  },
  ask(name, method, steps) {
    const rival = rivals.get(name);
    if (!rival) throw new Error(`internal: ${name} is not open`);
    return rival[method](steps);
  },
};
Object.assign(globalThis, { bench });
