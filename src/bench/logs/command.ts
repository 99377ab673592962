/** `npm run bench -- logs`: a training step on real logs, its JavaScript in parts, beside the reference model. */
import { existsSync, openAsBlob } from 'node:fs';
import { join, resolve } from 'node:path';
import { nodeGpu } from '../../engine/node-gpu';
import { presets } from '../../model/presets/presets';
import { timeInTurns, type SettingEntry } from '../bench';
import { createHost } from '../host';
import { knownPresets, type LogsOptions } from '../options';
import { openBrowser } from '../page/browser';
import { adapterText, limitText } from '../report';
import { besideVendor } from '../measure/vendor-product';
import { hush, print, say } from '../terminal';
import { createLogsHost, type LogSetting, type LogsHost } from './host';
import { LOG_NAMES } from './real-logs';
import { IDS_ONLY, logsHead, logsJson, logsLimits, rowsText, type LogRows, type LogsReport } from './report';

const SEED = 7;
/** Rows of the id tables of the reference model. */
const ROWS = 20_000;

/** @returns the exit code: 1 where a step did not run */
export async function runLogs(
  { browser: inBrowser, batches, presets: asked, folder, steps, json }: LogsOptions,
  { root, chromium }: { root: string; chromium: string | null },
): Promise<number> {
  const ids = knownPresets(asked, [...presets.keys()]);
  const out = json ? () => undefined : print;
  const logs = resolve(root, folder);
  const browser = inBrowser ? await openBrowser(root, chromium, logs) : null;
  const host =
    browser?.logs ??
    createLogsHost(nodeGpu, async (log, fileName) => {
      const path = join(logs, log, fileName);
      return existsSync(path) ? openAsBlob(path) : null;
    });
  try {
    const adapter = await besideVendor(await (browser?.host ?? createHost(nodeGpu, {})).adapter());
    const where = browser ? `Chromium ${browser.version}` : `Node ${process.versions.node}`;
    const report: LogsReport = { host: where, adapter, rows: [], absent: [] };
    out([adapterText(report), logsHead].join('\n'));
    const add = async (log: LogRows['log'], batch: number, entries: readonly SettingEntry[]): Promise<void> => {
      const { measurements, absent } = await timeInTurns(entries, steps, (text) => say(`${log}, B ${batch}: ${text}`));
      hush();
      const found = { log, batch, measurements, absent };
      report.rows.push(found);
      out(rowsText(found));
    };

    for (const batch of batches)
      await add('reference model', batch, [entry(host, 'TT', { log: null, rows: ROWS, batch, seed: SEED })]);
    for (const log of LOG_NAMES) {
      if (!(await host.has(log))) {
        const reason = `no interactions.csv in ${join(folder, log)}`;
        report.absent.push({ log, reason });
        out(`${log} is left out: ${reason}`);
        continue;
      }
      for (const batch of batches)
        await add(
          log,
          batch,
          drawings(ids).map(({ name, ...drawing }) => entry(host, name, { log, ...drawing, batch, seed: SEED })),
        );
    }
    await host.close();
    print(json ? JSON.stringify(logsJson(report)) : limitText(logsLimits(report)));
    return report.rows.every(({ absent }) => absent.length === 0) ? 0 : 1;
  } finally {
    await browser?.close();
  }
}

const entry = (host: LogsHost, name: string, setting: LogSetting): SettingEntry => ({
  name,
  update: 'touched',
  open: () => host.open(setting, name),
});

/** The presets as they come, and the plainest of them once more without the fields of the log. */
const drawings = (ids: readonly string[]): { name: string; preset: string; idsOnly: boolean }[] => [
  ...ids.map((id) => ({ name: id, preset: id, idsOnly: false })),
  ...(ids.includes('two-tower') ? [{ name: IDS_ONLY, preset: 'two-tower', idsOnly: true }] : []),
];
