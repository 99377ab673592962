/**
 * `npm run bench -- logs`: a training step on real logs, its JavaScript in parts, beside the reference model. Node
 * only.
 */
import { existsSync, openAsBlob } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Dataset } from '../../data/dataset';
import { openDevice } from '../../engine/device';
import { nodeGpu } from '../../engine/node-gpu';
import { schemaOf } from '../../model/document/schema';
import { preset, presets } from '../../model/presets/presets';
import { timeInTurns, type SettingEntry } from '../bench';
import { createHost } from '../host';
import type { Trainable } from '../implementations/implementation';
import { trainOn } from '../implementations/tower-lab';
import { Measured } from '../measure/measured';
import { knownPresets, type LogsOptions } from '../options';
import { trainable } from '../presets/problem';
import { createProblem } from '../reference-model/problem';
import { adapterText, limitText } from '../report';
import { besideVendor } from '../measure/vendor-product';
import { hush, print, say } from '../terminal';
import { idsOnly, LOG_NAMES, readLog, type LogName } from './real-logs';
import { IDS_ONLY, logsHead, logsJson, logsLimits, rowsText, type LogRows, type LogsReport } from './report';

const SEED = 7;
/** Rows of the id tables of the reference model. */
const ROWS = 20_000;

/** @returns the exit code: 1 where a step did not run */
export async function runLogs(
  { batches, presets: asked, folder, steps, json }: LogsOptions,
  { root }: { root: string },
): Promise<number> {
  const ids = knownPresets(asked, [...presets.keys()]);
  const out = json ? () => undefined : print;
  const adapter = await besideVendor(await createHost(nodeGpu, {}).adapter());
  const report: LogsReport = { host: `Node ${process.versions.node}`, adapter, rows: [], absent: [] };
  out([adapterText(report), logsHead].join('\n'));
  const add = async (log: LogRows['log'], batch: number, entries: readonly SettingEntry[]): Promise<void> => {
    const { measurements, absent } = await timeInTurns(entries, steps, (text) => say(`${log}, B ${batch}: ${text}`));
    hush();
    const found = { log, batch, measurements, absent };
    report.rows.push(found);
    out(rowsText(found));
  };

  // One device for all models: they take turns on it.
  const device = await openDevice({ gpu: nodeGpu });
  const entry = (name: string, problem: () => Trainable): SettingEntry => ({
    name,
    update: 'touched',
    open: async () => new Measured(trainOn(device, problem())),
  });
  for (const batch of batches)
    await add('reference model', batch, [
      entry('TT', () => createProblem({ graph: 'tt', batch, rows: ROWS, seed: SEED })),
    ]);
  for (const log of LOG_NAMES) {
    const dataset = await readFrom(resolve(root, folder), log);
    if (!dataset) {
      const reason = `no interactions.csv in ${join(folder, log)}`;
      report.absent.push({ log, reason });
      out(`${log} is left out: ${reason}`);
      continue;
    }
    for (const batch of batches)
      await add(
        log,
        batch,
        drawings(dataset, ids).map(({ name, id, on }) =>
          entry(name, () => trainable(on, preset(id).build(schemaOf(on)), { batch, seed: SEED })),
        ),
      );
  }
  device.close();
  print(json ? JSON.stringify(logsJson(report)) : limitText(logsLimits(report)));
  return report.rows.every(({ absent }) => absent.length === 0) ? 0 : 1;
}

const readFrom = (folder: string, log: LogName): Promise<Dataset | null> =>
  readLog(log, async (fileName) => {
    const path = join(folder, log, fileName);
    return existsSync(path) ? openAsBlob(path) : null;
  });

/** The presets as they come, and the plainest of them once more without the fields of the log. */
const drawings = (dataset: Dataset, ids: readonly string[]): { name: string; id: string; on: Dataset }[] => [
  ...ids.map((id) => ({ name: id, id, on: dataset })),
  ...(ids.includes('two-tower') ? [{ name: IDS_ONLY, id: 'two-tower', on: idsOnly(dataset) }] : []),
];
