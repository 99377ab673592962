/** `npm run bench -- presets`. */
import { nodeGpu } from '../../engine/node-gpu';
import { presets } from '../../model/presets/presets';
import { IN_PROCESS, timeInTurns, type SettingEntry } from '../bench';
import { createHost } from '../host';
import { findTorchPlace } from '../implementations/python-process';
import { batchesFor, openTorchAlone, torchName, torchUpdate } from '../implementations/torch';
import { knownPresets, type PresetsOptions } from '../options';
import { openBrowser } from '../page/browser';
import { adapterText, limitText } from '../report';
import { besideVendor } from '../measure/vendor-product';
import { hush, print, say } from '../terminal';
import { createPresetHost, type PresetHost } from './host';
import { createPresetProblem, presetDataset, type PresetSetting } from './problem';
import { presetTorchRuns, writePresetInput } from './torch';
import {
  isSound,
  kernelsText,
  presetName,
  presetsHead,
  presetsJson,
  presetsLimits,
  presetText,
  type PresetsReport,
} from './report';

const SEED = 7;

/**
 * @param place where the page and its browser are;
 * @returns the exit code: 1 where a line of what must hold does not, or Tower Lab did not run
 */
export async function runPresets(
  options: PresetsOptions,
  place: { root: string; chromium: string | null },
): Promise<number> {
  const { browser: inBrowser, json, steps, batch, events, candidates } = options;
  const ids = knownPresets(options.presets, [...presets.keys()]);
  const browser = inBrowser ? await openBrowser(place.root, place.chromium) : null;
  const host = browser?.presets ?? createPresetHost(nodeGpu);
  const out = json ? () => undefined : print;
  try {
    const adapter = await besideVendor(await (browser?.host ?? createHost(nodeGpu, {})).adapter());
    const report: PresetsReport = {
      host: browser ? `Chromium ${browser.version}` : `Node ${process.versions.node}`,
      adapter,
      batch,
      events,
      presets: [],
    };
    const entriesOf = entriesFor(options, host);
    out([adapterText(report), presetsHead(report)].join('\n'));
    for (const id of ids) {
      const entries = entriesOf({ preset: id, batch, events, candidates, seed: SEED });
      const name = presetName(id, candidates);
      const found = { preset: name, ...(await timeInTurns(entries, steps, (text) => say(`${name}: ${text}`))) };
      hush();
      report.presets.push(found);
      out(presetText(found));
    }
    print(
      json
        ? JSON.stringify(presetsJson(report))
        : ['\nDispatches of a step by kernel', kernelsText(report), limitText(presetsLimits(report))].join('\n'),
    );
    return isSound(report) ? 0 : 1;
  } finally {
    await browser?.close();
  }
}

/** Who takes part in a setting. PyTorch runs here, where the page's own data set is made once more. */
function entriesFor({ kinds, steps }: PresetsOptions, host: PresetHost): (setting: PresetSetting) => SettingEntry[] {
  const runs = kinds.includes('torch') ? presetTorchRuns() : [];
  const python = runs.length > 0 ? findTorchPlace()?.python : undefined;
  let dataset: ReturnType<typeof presetDataset> | null = null;
  return (setting) => [
    ...(['tower-lab', 'tower-lab-cpu', 'stock'] as const)
      .filter((name) => kinds.includes(name === 'tower-lab-cpu' ? 'tower-lab' : name))
      .map((name) => ({ name, update: IN_PROCESS[name], open: () => host.open(setting, name) })),
    ...runs.map((run) => ({
      name: torchName(run),
      update: torchUpdate(run),
      async open() {
        if (python === undefined) throw new Error('no python3 on this machine has torch');
        const problem = createPresetProblem(await (dataset ??= presetDataset(setting)), setting);
        return openTorchAlone(python, writePresetInput(problem, batchesFor(steps)), run);
      },
    })),
  ];
}
