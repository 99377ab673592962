/** A report for people: one Markdown table per setting, then the lines that must hold. */
import type { Measurement, Report, SettingReport } from './bench';
import type { Yardstick } from './measure/adapter';
import { bytesOf, flopsOf, tableBytes } from './measure/work';
import { limits, shown, type Limit } from './limits';

const COLUMNS = [
  '',
  'wall ms min / median',
  'x Tower Lab',
  'CPU ms',
  'x Tower Lab',
  'JS ms',
  'batch build ms',
  'dispatches / submits / buffers',
  'GPU MB (x tables)',
  'examples/s',
  'least MB',
  'least ms',
  'reached',
  'cold s',
  'steps',
];

export function headText({ host, adapter, graph }: Pick<Report, 'host' | 'adapter' | 'graph'>): string {
  return [
    `Reference model: ${graph}. ${adapterText({ host, adapter })}`,
    ...(host.startsWith('Node')
      ? ['JS ms in Node contains the driver, which works inside submit: judge JavaScript in a browser.']
      : []),
  ].join('\n');
}

const productText = ({ product }: Yardstick): string =>
  product ? `${shown(product.flops / 1e9)} GFLOP/s (${product.by})` : 'no reference';

export const adapterText = ({ host, adapter }: Pick<Report, 'host' | 'adapter'>): string =>
  [
    `${host}. Adapter: ${adapter.name}${adapter.software ? ', a CPU' : ''}.`,
    `Triad ${shown(adapter.bandwidth / 1e9)} GB/s, an empty dispatch ${shown(adapter.dispatch * 1e6)} us. A product: ${productText(adapter)}; here ${shown(adapter.ownProduct / 1e9)} GFLOP/s.`,
  ].join('\n');

export function settingText(
  { setting, work, measurements, absent, agreement }: SettingReport,
  adapter: Yardstick,
): string {
  const own = measurements.find(({ name }) => name === 'tower-lab');
  const rows = measurements.map((one) => rowOf(one, own, work, adapter));
  return [
    `\nB ${setting.batch}, V ${setting.rows}: ${shown(work.lookedUp)} rows looked up, ${shown(work.touched)} of them distinct; ${shown(flopsOf(work) / 1e6)} MFLOP`,
    '',
    ...[COLUMNS, COLUMNS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...absent.map(({ name, reason }) => `${name} did not run: ${reason}`),
    agreement
      ? `First losses: largest relative difference ${agreement.difference.toExponential(1)} (${agreement.between.join(' and ')})${agreement.holds ? '' : ': they do NOT do the same work'}`
      : 'First losses: nobody to compare with',
  ].join('\n');
}

function rowOf(
  one: Measurement,
  own: Measurement | undefined,
  work: SettingReport['work'],
  adapter: Yardstick,
): string[] {
  const { name, wallMs, cpuMs, jsMs, buildMs, counts, gpuBytes, coldMs, steps, update } = one;
  const number = (x: number | null | undefined): string => (x === null || x === undefined ? '–' : shown(x));
  const times = (x: number | null, y: number | null | undefined): string => (x === null || !y ? '–' : shown(x / y));
  // PyTorch does not run on the adapter.
  const least = counts ? leastSeconds(one, work, adapter) : null;
  return [
    name,
    `${number(wallMs.min)} / ${number(wallMs.median)}`,
    times(wallMs.median, own?.wallMs.median),
    number(cpuMs),
    times(cpuMs, own?.cpuMs),
    number(jsMs),
    number(buildMs),
    counts ? [counts.dispatches, counts.submits, counts.buffersCreated].map(shown).join(' / ') : '–',
    gpuBytes === null ? '–' : `${shown(gpuBytes / 1e6)} (${shown(gpuBytes / tableBytes(work))})`,
    number((work.batch * 1000) / wallMs.median),
    number(bytesOf(work, update) / 1e6),
    least === null ? '–' : shown(least * 1000),
    least === null ? (counts ? 'no reference' : '–') : `${shown((100 * least * 1000) / wallMs.median)} %`,
    number(coldMs / 1000),
    `${steps}`,
  ];
}

/**
 * Time of a step on this hardware if nothing but its bytes, at the rate of the triad, or its FLOPs, at that of a
 * vendor's product, took any, and its dispatches; null where there is no such product.
 */
export function leastSeconds(
  { counts, update }: Measurement,
  work: SettingReport['work'],
  { bandwidth, product, dispatch }: Yardstick,
): number | null {
  if (!product) return null;
  const busy = Math.max(bytesOf(work, update) / bandwidth, flopsOf(work) / product.flops);
  return busy + (counts?.dispatches ?? 0) * dispatch;
}

export function limitText(limits: readonly Limit[]): string {
  const lines = limits.map(
    ({ what, found, holds }) =>
      `${holds === null ? '  –  ' : holds ? 'holds' : 'FAILS'}  ${what}${found === null ? ' (not measured in this run)' : ` (${found})`}`,
  );
  return ['\nMust', ...lines].join('\n');
}

const inMs = (seconds: number | null): number | null => seconds && 1000 * seconds;

/** The same as one object, with what the tables derive. */
export const reportJson = (report: Report) => ({
  ...report,
  settings: report.settings.map((setting) => ({
    ...setting,
    tableBytes: tableBytes(setting.work),
    flops: flopsOf(setting.work),
    measurements: setting.measurements.map((one) => ({
      ...one,
      examplesPerSecond: (setting.work.batch * 1000) / one.wallMs.median,
      leastBytes: bytesOf(setting.work, one.update),
      leastMs: one.counts ? inMs(leastSeconds(one, setting.work, report.adapter)) : null,
    })),
  })),
  // Scripts read the limits by this key.
  musts: limits(report),
});
