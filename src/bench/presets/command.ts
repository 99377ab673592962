/** `npm run bench -- presets`. */
import { nodeGpu } from '../../engine/node-gpu';
import { presets } from '../../model/presets/presets';
import { IN_PROCESS, timeInTurns } from '../bench';
import { createHost } from '../host';
import { knownPresets, type PresetsOptions } from '../options';
import { openBrowser } from '../page/browser';
import { adapterText, limitText } from '../report';
import { besideVendor } from '../measure/vendor-product';
import { hush, print, say } from '../terminal';
import { createPresetHost } from './host';
import { kernelsText, presetsHead, presetsJson, presetsLimits, presetText, type PresetsReport } from './report';

const SEED = 7;

/**
 * @param place where the page and its browser are;
 * @returns the exit code: 1 where the implementations do not agree or Tower Lab did not run
 */
export async function runPresets(
  { browser: inBrowser, json, kinds, steps, batch, events, presets: asked }: PresetsOptions,
  place: { root: string; chromium: string | null },
): Promise<number> {
  const ids = knownPresets(asked, [...presets.keys()]);
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
    out([adapterText(report), presetsHead(report)].join('\n'));
    for (const preset of ids) {
      const entries = (['tower-lab', 'stock'] as const)
        .filter((name) => kinds.includes(name))
        .map((name) => ({
          name,
          update: IN_PROCESS[name],
          open: () => host.open({ preset, batch, events, seed: SEED }, name),
        }));
      const found = { preset, ...(await timeInTurns(entries, steps, (text) => say(`${preset}: ${text}`))) };
      hush();
      report.presets.push(found);
      out(presetText(found));
    }
    print(
      json
        ? JSON.stringify(presetsJson(report))
        : ['\nDispatches of a step by kernel', kernelsText(report), limitText(presetsLimits(report))].join('\n'),
    );
    return report.presets.every(
      ({ agreement, absent }) => agreement?.holds !== false && absent.every(({ name }) => name !== 'tower-lab'),
    )
      ? 0
      : 1;
  } finally {
    await browser?.close();
  }
}
