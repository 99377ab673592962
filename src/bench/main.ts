/** `npm run bench`: the program in Node. */
import { nodeGpu } from '../engine/node-gpu';
import { benchSetting, inProcess, type Entry, type Report } from './bench';
import { runAttacks } from './attack/command';
import { openJax } from './implementations/jax';
import { openStock } from './implementations/stock-tfjs';
import {
  batchesFor,
  openTorchAlone,
  torchName,
  torchRuns,
  torchUpdate,
  writeTorchInput,
} from './implementations/torch';
import { findTorchPlace } from './implementations/python-process';
import { openTowerLab, openTowerLabOnCpu } from './implementations/tower-lab';
import { createHost, type Host } from './host';
import type { ImplementationName } from './implementations/implementation';
import { watchGpu } from './measure/gpu-counts';
import { HELP } from './help';
import { readOptions, UsageError, type Kind, type TrainingOptions } from './options';
import { openBrowser } from './page/browser';
import { limits } from './limits';
import { runInverse } from './inverse/command';
import { runJudge } from './judge/command';
import { runPage } from './lab-page/command';
import { runProfile } from './kernels/profile';
import { runWgsl } from './kernels/wgsl';
import { runLogs } from './logs/command';
import { runPresets } from './presets/command';
import { headText, limitText, reportJson, settingText } from './report';
import { runRetrieval } from './retrieval/command';
import { soak } from './soak';
import { besideVendor } from './measure/vendor-product';
import { hush, print, say } from './terminal';
import { runAccuracy } from './time-to-accuracy/command';
import { createProblem, type Setting } from './reference-model/problem';

export interface Place {
  /** Root of the repository. */
  root: string;
  /** Chromium's program; null where none was found. */
  chromium: string | null;
}

const SEED = 7;
const MIB = 2 ** 20;

/**
 * @returns the exit code: 1 where implementations do not agree, memory grew, lists are not exact or an attack is not
 * met, 2 for a mistake in the flags
 */
export async function main(argv: readonly string[], place: Place): Promise<number> {
  try {
    const options = readOptions(argv);
    if (options === null) {
      print(HELP);
      return 0;
    }
    if (options.command === 'retrieval') return await runRetrieval(options, place);
    if (options.command === 'presets') return await runPresets(options, place);
    if (options.command === 'time-to-accuracy') return await runAccuracy(options, place);
    if (options.command === 'logs') return await runLogs(options, place);
    if (options.command === 'inverse') return await runInverse(options);
    if (options.command === 'judge') return await runJudge(options);
    if (options.command === 'attack') return await runAttacks(options, place.root);
    if (options.command === 'page') return await runPage(options, place);
    if (options.command === 'profile') return await runProfile(options);
    if (options.command === 'wgsl') return await runWgsl(options);
    return options.command === 'soak' ? await runSoak(options) : await runBench(options, place);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function runBench(options: TrainingOptions, { root, chromium }: Place): Promise<number> {
  const browser = options.browser ? await openBrowser(root, chromium) : null;
  const host =
    browser?.host ??
    createHost(nodeGpu, {
      'tower-lab': openTowerLab,
      'tower-lab-cpu': openTowerLabOnCpu,
      stock: openStock,
      'jax-js-wasm': openJax('wasm'),
    });
  const out = options.json ? () => undefined : print;
  const torch = options.kinds.includes('torch') ? torchEntries(options) : [];
  try {
    const adapter = await besideVendor(await host.adapter());
    const report: Report = {
      graph: options.graph,
      host: browser ? `Chromium ${browser.version}` : `Node ${process.versions.node}`,
      adapter,
      settings: [],
    };
    out(headText(report));
    for (const setting of settingsOf(options)) {
      const entries = [...ownEntries(host, options, adapter.software && setting.batch > 1024), ...torch];
      const found = await benchSetting(host, entries, setting, options.steps, (text) =>
        say(`B ${setting.batch}, V ${setting.rows}: ${text}`),
      );
      hush();
      report.settings.push(found);
      out(settingText(found, adapter));
    }
    print(options.json ? JSON.stringify(reportJson(report)) : limitText(limits(report)));
    return report.settings.every(
      ({ agreement, absent }) => agreement?.holds !== false && absent.every(({ name }) => name !== 'tower-lab'),
    )
      ? 0
      : 1;
  } finally {
    await browser?.close();
  }
}

const settingsOf = ({ graph, batches, rows }: TrainingOptions): Setting[] =>
  rows.flatMap((count) => batches.map((batch) => ({ graph, batch, rows: count, seed: SEED })));

/** @param spareStock a step of stock tfjs would take half a minute */
function ownEntries(host: Host, { kinds, browser }: TrainingOptions, spareStock: boolean): Entry[] {
  const names: Partial<Record<Kind, readonly ImplementationName[]>> = {
    'tower-lab': ['tower-lab', 'tower-lab-cpu'],
    stock: spareStock ? [] : ['stock'],
    'jax-js': browser ? ['jax-js-wasm', 'jax-js-webgpu'] : ['jax-js-wasm'],
  };
  return kinds.flatMap((kind) => names[kind] ?? []).map((name) => inProcess(host, name));
}

function torchEntries({ steps }: TrainingOptions): Entry[] {
  const place = findTorchPlace();
  if (!place) return [];
  const { python, devices } = place;
  return torchRuns(devices).map((run): Entry => ({
    name: torchName(run),
    update: torchUpdate(run),
    open: async (setting) => openTorchAlone(python, writeTorchInput(createProblem(setting), batchesFor(steps)), run),
  }));
}

async function runSoak({ batches, rows, graph, steps, json }: TrainingOptions): Promise<number> {
  const setting = { graph, batch: batches[0]!, rows: rows[0]!, seed: SEED };
  watchGpu(); // before the device is opened
  const implementation = await openTowerLab(createProblem(setting), nodeGpu);
  const { marks, grew } = await soak(
    implementation,
    steps,
    Math.max(1, Math.min(1000, Math.floor(steps / 4))),
    ({ step, gpuBytes, heapBytes, residentBytes, loss }) => {
      const text = `step ${step}: GPU ${(gpuBytes / MIB).toFixed(3)} MiB, JavaScript ${(heapBytes / MIB).toFixed(2)} MiB, process ${(residentBytes / MIB).toFixed(0)} MiB, mean loss ${loss.toFixed(4)}`;
      if (json) say(text);
      else print(text);
    },
  );
  implementation.close();
  print(
    json
      ? JSON.stringify({ setting, marks, grew })
      : grew.length === 0
        ? 'Memory is level.'
        : `FAILS: ${grew.join('; ')}`,
  );
  return grew.length === 0 ? 0 : 1;
}
