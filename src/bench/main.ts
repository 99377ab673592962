/** `npm run bench`: the program in Node. What it finds goes to stdout, how far it is to stderr. */
import { nodeGpu } from '../engine/node-gpu';
import { findTorch } from '../model/torch/run-python';
import { benchSetting, FIRST_STEPS, inProcess } from './bench';
import type { Entry, Report } from './bench';
import { openStock } from './contestants/stock';
import { hasCuda, openTorch, writeTorchInput } from './contestants/torch';
import { openTowerLab } from './contestants/tower-lab';
import { createHost } from './host';
import type { Host } from './host';
import { watchGpu } from './measure/gpu-counts';
import { HELP, readOptions, UsageError } from './options';
import type { Options } from './options';
import { openBrowser } from './page/browser';
import { headText, mustText, reportJson, settingText } from './report';
import { soak } from './soak';
import { createProblem } from './tt/problem';
import type { Setting } from './tt/problem';

export interface Place {
  /** Root of the repository. */
  root: string;
  /** Chromium's program; null where none was found. */
  chromium: string | null;
}

const SEED = 7;
const MIB = 2 ** 20;
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const say = (text: string): void => void process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);

/** @returns the exit code: 1 where rivals do not agree or memory grew, 2 for a mistake in the flags */
export async function main(argv: readonly string[], place: Place): Promise<number> {
  try {
    const options = readOptions(argv);
    if (options === null) {
      print(HELP);
      return 0;
    }
    return options.command === 'soak' ? await runSoak(options) : await runBench(options, place);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function runBench(options: Options, { root, chromium }: Place): Promise<number> {
  const browser = options.browser ? await openBrowser(root, chromium) : null;
  const host = browser?.host ?? createHost(nodeGpu, { 'tower-lab': openTowerLab, stock: openStock });
  const out = options.json ? () => undefined : print;
  const torch = options.kinds.includes('torch') ? torchEntries(options) : { entries: [], why: null };
  if (torch.why) say(`PyTorch does not run: ${torch.why}`);
  try {
    const adapter = await host.adapter();
    const report: Report = { graph: options.graph, host: browser ? `Chromium ${browser.version}` : `Node ${process.versions.node}`, adapter, settings: [] };
    out(headText(report));
    for (const setting of settingsOf(options)) {
      const entries = [...gpuEntries(host, options, adapter.software && setting.batch > 1024), ...torch.entries];
      const found = await benchSetting(host, entries, setting, options.steps, (text) => say(`B ${setting.batch}, V ${setting.rows}: ${text}`));
      if (process.stderr.isTTY) say('');
      report.settings.push(found);
      out(settingText(found, adapter));
    }
    print(options.json ? JSON.stringify(reportJson(report)) : mustText(report));
    return report.settings.every(({ agreement, absent }) => agreement?.holds !== false && absent.every(({ name }) => name !== 'tower-lab')) ? 0 : 1;
  } finally {
    await browser?.close();
  }
}

const settingsOf = ({ graph, batches, rows }: Options): Setting[] => rows.flatMap((count) => batches.map((batch) => ({ graph, batch, rows: count, seed: SEED })));

/** @param spareStock a step of stock tfjs would take half a minute */
const gpuEntries = (host: Host, { kinds }: Options, spareStock: boolean): Entry[] =>
  (['tower-lab', 'stock', 'jax-js'] as const).filter((name) => kinds.includes(name) && !(name === 'stock' && spareStock)).map((name) => inProcess(host, name));

function torchEntries({ steps }: Options): { entries: Entry[]; why: string | null } {
  const python = findTorch();
  if (python === null) return { entries: [], why: 'no python3 on this machine has torch' };
  const devices = hasCuda(python) ? (['cpu', 'cuda'] as const) : (['cpu'] as const);
  const entries = devices.flatMap((device) => (['sparse', 'dense'] as const).map((rule): Entry => ({
    name: `torch-${rule}${device === 'cpu' ? '' : `-${device}`}`,
    update: rule === 'sparse' ? 'touched' : 'dense',
    async open(setting) {
      const { folder, remove } = writeTorchInput(createProblem(setting), FIRST_STEPS + Math.min(steps, 50));
      try {
        return await openTorch(python, folder, rule, device);
      } finally {
        remove(); // it has read everything by now
      }
    },
  })));
  return { entries, why: null };
}

async function runSoak({ batches, rows, graph, steps, json }: Options): Promise<number> {
  const setting = { graph, batch: batches[0]!, rows: rows[0]!, seed: SEED };
  watchGpu(); // before the device is opened
  const contestant = await openTowerLab(createProblem(setting), nodeGpu);
  const { marks, grew } = await soak(contestant, steps, Math.max(1, Math.min(1000, Math.floor(steps / 4))), ({ step, gpuBytes, heapBytes, residentBytes, loss }) => {
    const text = `step ${step}: GPU ${(gpuBytes / MIB).toFixed(3)} MiB, JavaScript ${(heapBytes / MIB).toFixed(2)} MiB, process ${(residentBytes / MIB).toFixed(0)} MiB, mean loss ${loss.toFixed(4)}`;
    if (json) say(text);
    else print(text);
  });
  contestant.close();
  print(json ? JSON.stringify({ setting, marks, grew }) : grew.length === 0 ? 'Memory is level.' : `FAILS: ${grew.join('; ')}`);
  return grew.length === 0 ? 0 : 1;
}
