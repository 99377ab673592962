/** `npm run bench -- retrieval`. */
import { nodeGpu } from '../../engine/node-gpu';
import { findModule } from '../../model/torch/run-python';
import { findTorchPlace, threadCounts, withThreads, type TorchDevice } from '../implementations/python-process';
import { createHost } from '../host';
import type { RetrievalOptions } from '../options';
import { openBrowser } from '../page/browser';
import { adapterText, limitText } from '../report';
import { besideVendor } from '../measure/vendor-product';
import { hush, print, say } from '../terminal';
import { benchRetrieval, type Entry, type RetrievalReport } from './bench';
import { catalogueOf, type RetrievalSetting } from './catalogue';
import { createRetrievalHost } from './host';
import { isExact, retrievalJson, retrievalLimits, retrievalText } from './report';
import { openFaiss, openTorch } from './python';

const SEED = 7;

/**
 * @param place where the page and its browser are;
 * @returns the exit code: 1 where Tower Lab is asked for and its lists are not exact
 */
export async function runRetrieval(
  { browser: inBrowser, json, kinds, items, users, top, steps }: RetrievalOptions,
  place: { root: string; chromium: string | null },
): Promise<number> {
  const setting = { items, users, top, seed: SEED };
  const browser = inBrowser ? await openBrowser(place.root, place.chromium) : null;
  const host = browser?.retrieval ?? createRetrievalHost(nodeGpu);
  const entries: Entry[] = [
    ...(['tower-lab', 'tower-lab-cpu', 'stock'] as const)
      .filter((name) => kinds.includes(name === 'tower-lab-cpu' ? 'tower-lab' : name))
      .map((name): Entry => ({ name, open: () => host.open(setting, name) })),
    ...(kinds.includes('torch') ? torchEntries(setting) : []),
    ...(kinds.includes('faiss') ? faissEntries(setting) : []),
  ];
  try {
    const adapter = await besideVendor(await (browser?.host ?? createHost(nodeGpu, {})).adapter());
    const report: RetrievalReport = {
      host: browser ? `Chromium ${browser.version}` : `Node ${process.versions.node}`,
      adapter,
      setting,
      ...(await benchRetrieval(host, entries, setting, steps, say)),
    };
    hush();
    print(
      json
        ? JSON.stringify(retrievalJson(report))
        : [adapterText(report), retrievalText(report), limitText(retrievalLimits(report))].join('\n'),
    );
    const own = report.measurements.find(({ name }) => name === 'tower-lab');
    return (own ? isExact(own) : !kinds.includes('tower-lab')) ? 0 : 1;
  } finally {
    await browser?.close();
  }
}

function torchEntries(setting: RetrievalSetting): Entry[] {
  const place = findTorchPlace();
  if (!place) return [];
  const { python, devices } = place;
  const open = (device: TorchDevice, threads: number) => () => openTorch(catalogueOf(setting), python, device, threads);
  return [
    ...threadCounts().map((threads) => ({ name: withThreads('torch', threads), open: open('cpu', threads) })),
    ...(devices.includes('cuda') ? [{ name: 'torch-cuda', open: open('cuda', 1) }] : []),
  ];
}

function faissEntries(setting: RetrievalSetting): Entry[] {
  const python = findModule('faiss');
  return threadCounts().map((threads) => ({
    name: withThreads('faiss', threads),
    open: () => openFaiss(catalogueOf(setting), python, threads),
  }));
}
