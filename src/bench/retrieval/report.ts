/** The retrieval report for people: one Markdown table, then the lines that must hold. */
import { shown, type Limit } from '../limits';
import type { Measurement, RetrievalReport } from './bench';
import { SEEN, WIDTH } from './catalogue';
import { flopsOf, tableBytes } from './work';

const MIB = 2 ** 20;
/** The sizes for which memory is limited, and the limit. */
const REFERENCE = { items: 1_000_000, users: 256, top: 100 };
const MOST_BEYOND = 64 * MIB;
/** The sizes at which CPU time is compared with that of FAISS, and how many times it may be. */
const BESIDE_FAISS = { items: 200_000, users: 20_000, top: 100 };
const MOST_FAISS = 4;

const COLUMNS = [
  '',
  'wall ms min / median',
  'x Tower Lab',
  'CPU ms',
  'x Tower Lab',
  'users/s',
  'dispatches / submits / buffers',
  'table MB',
  'beyond it MiB',
  'moved MB',
  'of triad',
  'of product',
  'least ms',
  'reached',
  'lists',
  'cold s',
  'calls',
];

export function retrievalText({ setting, adapter, measurements, absent }: RetrievalReport): string {
  const own = measurements.find(({ name }) => name === 'tower-lab');
  const rows = measurements.map((one) => rowOf(one, own, { setting, adapter }));
  return [
    `\nTop ${setting.top} of ${setting.items} x ${WIDTH} for ${setting.users} users, ${SEEN} seen items of each left out: table ${shown(tableBytes(setting) / 1e6)} MB, ${shown(flopsOf(setting) / 1e9)} GFLOP`,
    '',
    ...[COLUMNS, COLUMNS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...absent.map(({ name, reason }) => `${name} did not run: ${reason}`),
    ...measurements.map(
      ({ name, checked }) =>
        `${name}: ${VERDICTS[checked.verdict]}; ${checked.users} of ${setting.users} users checked${checked.where === null ? '' : ` (${checked.where})`}`,
    ),
  ].join('\n');
}

const VERDICTS = {
  exact: 'the items of a plain loop, in its order',
  ties: 'the scores of a plain loop, but another choice or order among equals',
  wrong: 'NOT what a plain loop finds',
} as const;

function rowOf(
  one: Measurement,
  own: Measurement | undefined,
  report: Pick<RetrievalReport, 'setting' | 'adapter'>,
): string[] {
  const { name, wallMs, cpuMs, counts, gpu, coldMs, calls, checked } = one;
  const times = (x: number | null, y: number | null | undefined): string => (x === null || !y ? '–' : shown(x / y));
  const reached = reachedOf(one, report);
  const share = (x: number | undefined): string => (x === undefined ? '–' : `${shown(100 * x)} %`);
  return [
    name,
    `${shown(wallMs.min)} / ${shown(wallMs.median)}`,
    times(wallMs.median, own?.wallMs.median),
    cpuMs === null ? '–' : shown(cpuMs),
    times(cpuMs, own?.cpuMs),
    shown((report.setting.users * 1000) / wallMs.median),
    counts ? [counts.dispatches, counts.submits, counts.buffersCreated].join(' / ') : '–',
    gpu ? shown(gpu.table / 1e6) : '–',
    gpu ? shown(gpu.beyond / MIB) : '–',
    gpu ? shown(gpu.moved / 1e6) : '–',
    share(reached?.triad),
    ...vendorCells(reached),
    checked.verdict,
    shown(coldMs / 1000),
    `${calls}`,
  ];
}

function vendorCells(reached: Reached | null): string[] {
  if (!reached) return ['–', '–', '–'];
  if (!reached.vendor) return ['no reference', '–', '–'];
  const { product, leastMs, share } = reached.vendor;
  return [`${shown(100 * product)} %`, shown(leastMs), `${shown(100 * share)} %`];
}

interface Reached {
  /** Share of the adapter's own bandwidth. */
  triad: number;
  /**
   * Of a product by a vendor's library; and of the time the call would take if nothing but its bytes or its FLOPs took
   * any, and its dispatches. Null where there is no such product.
   */
  vendor: { product: number; leastMs: number; share: number } | null;
}

/** Null off the adapter. */
export function reachedOf(
  { gpu, counts, wallMs }: Measurement,
  { setting, adapter: { bandwidth, product, dispatch } }: Pick<RetrievalReport, 'setting' | 'adapter'>,
): Reached | null {
  if (!gpu || !counts) return null;
  const seconds = wallMs.median / 1000;
  const bytes = gpu.moved / bandwidth;
  const triad = bytes / seconds;
  if (!product) return { triad, vendor: null };
  const flops = flopsOf(setting) / product.flops;
  const least = Math.max(bytes, flops) + counts.dispatches * dispatch;
  return { triad, vendor: { product: flops / seconds, leastMs: least * 1000, share: least / seconds } };
}

export function retrievalLimits({ setting, measurements }: RetrievalReport): Limit[] {
  const own = measurements.find(({ name }) => name === 'tower-lab');
  const exact = 'lists: the items of a plain loop over all scores, in its order';
  const memory = `GPU memory beyond the table, ${REFERENCE.items} x ${WIDTH}, ${REFERENCE.users} users, top ${REFERENCE.top}: less than ${MOST_BEYOND / MIB} MiB`;
  const isOf = ({ items, users, top }: typeof REFERENCE): boolean =>
    setting.items === items && setting.users === users && setting.top === top;
  // Of both, on WebGPU or without, in one thread or several, the way that takes less.
  const least = (maker: string): number =>
    Math.min(...measurements.filter(({ name }) => name.startsWith(maker)).map(({ cpuMs }) => cpuMs ?? Infinity));
  const ratio = least('tower-lab') / least('faiss');
  const times = isOf(BESIDE_FAISS) && Number.isFinite(ratio) && ratio > 0 ? ratio : null;
  return [
    own
      ? {
          what: exact,
          found: own.checked.where ?? `${own.checked.users} of ${setting.users} users checked`,
          holds: isExact(own),
        }
      : { what: exact, found: null, holds: null },
    own?.gpu && isOf(REFERENCE)
      ? { what: memory, found: `${shown(own.gpu.beyond / MIB)} MiB`, holds: own.gpu.beyond < MOST_BEYOND }
      : { what: memory, found: null, holds: null },
    {
      what: `CPU time over FAISS flat, ${BESIDE_FAISS.items} x ${WIDTH}, ${BESIDE_FAISS.users} users, top ${BESIDE_FAISS.top}: at most ${MOST_FAISS} times`,
      found: times === null ? null : `${shown(times)} times`,
      holds: times === null ? null : times <= MOST_FAISS,
    },
  ];
}

export const isExact = ({ checked }: Measurement): boolean => checked.verdict === 'exact' && checked.users > 0;

/** The same as one object, with what the table derives. */
export const retrievalJson = (report: RetrievalReport) => ({
  ...report,
  tableBytes: tableBytes(report.setting),
  flops: flopsOf(report.setting),
  measurements: report.measurements.map((one) => ({
    ...one,
    usersPerSecond: (report.setting.users * 1000) / one.wallMs.median,
    reached: reachedOf(one, report),
  })),
  // Scripts read the limits by this key.
  musts: retrievalLimits(report),
});
