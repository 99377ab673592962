/**
 * Where contestants live: Node, or a page. Everything that crosses is plain data, so that a page can stand behind the
 * same face.
 */
import type { ContestantName, Open } from './contestants/contestant';
import { measureAdapter, type AdapterReport } from './measure/adapter';
import { watchGpu } from './measure/gpu-counts';
import { Measured } from './measure/measured';
import type { Rival } from './measure/rival';
import { workOf, type Work } from './measure/work';
import { createProblem, type Setting } from './tt/problem';

export interface Host {
  adapter(): Promise<AdapterReport>;
  work(setting: Setting): Promise<Work>;
  /** @throws where this contestant cannot run here, or does not fit */
  open(setting: Setting, name: ContestantName): Promise<Rival>;
}

export function createHost(gpu: GPU, contestants: Partial<Record<ContestantName, Open>>): Host {
  watchGpu();
  return {
    adapter: () => measureAdapter(gpu),
    work: (setting) => Promise.resolve(workOf(createProblem(setting))),
    async open(setting, name) {
      const open = contestants[name];
      if (!open) throw new Error(`${name} does not run here`);
      return new Measured(await open(createProblem(setting), gpu));
    },
  };
}
