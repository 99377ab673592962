/**
 * Where implementations live: Node, or a page. Everything that crosses is plain data, so that a page can stand behind
 * the same face.
 */
import type { ImplementationName, Open } from './implementations/implementation';
import { measureAdapter, type AdapterReport } from './measure/adapter';
import { watchGpu } from './measure/gpu-counts';
import { Measured } from './measure/measured';
import type { TimedImplementation } from './measure/timed-implementation';
import { workOf, type Work } from './measure/work';
import { createProblem, type Setting } from './reference-model/problem';

export interface Host {
  adapter(): Promise<AdapterReport>;
  work(setting: Setting): Promise<Work>;
  /** @throws where this implementation cannot run here, or does not fit */
  open(setting: Setting, name: ImplementationName): Promise<TimedImplementation>;
}

export function createHost(gpu: GPU, implementations: Partial<Record<ImplementationName, Open>>): Host {
  watchGpu();
  return {
    adapter: () => measureAdapter(gpu),
    work: (setting) => Promise.resolve(workOf(createProblem(setting))),
    async open(setting, name) {
      const open = implementations[name];
      if (!open) throw new Error(`${name} does not run here`);
      return new Measured(await open(createProblem(setting), gpu));
    },
  };
}
