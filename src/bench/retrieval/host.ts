/** Where retrievers live, and where their lists are checked: Node, or a page. */
import { watchGpu } from '../measure/gpu-counts';
import { catalogueOf, type RetrievalSetting } from './catalogue';
import { checkLists, type Checked } from './check';
import { Timed, type Open, type Retriever, type RetrieverName } from './retriever';
import { openStock } from './stock-tfjs';
import { openTowerLab, openTowerLabOnCpu } from './tower-lab';

export interface RetrievalHost {
  /** @throws where it cannot run here, or does not fit */
  open(setting: RetrievalSetting, name: RetrieverName): Promise<Retriever>;
  /** @param lists of each implementation; @param mostMs the check may take, then it leaves the other users out */
  check(setting: RetrievalSetting, lists: readonly (readonly number[])[], mostMs: number): Promise<Checked[]>;
}

const IMPLEMENTATIONS: Readonly<Record<RetrieverName, Open>> = {
  'tower-lab': openTowerLab,
  'tower-lab-cpu': openTowerLabOnCpu,
  stock: openStock,
};

export function createRetrievalHost(gpu: GPU): RetrievalHost {
  watchGpu();
  return {
    open: async (setting, name) => new Timed(await IMPLEMENTATIONS[name](catalogueOf(setting), gpu)),
    check: (setting, lists, mostMs) => Promise.resolve(checkLists(catalogueOf(setting), lists, mostMs)),
  };
}
