/** The table of steps on real logs, and what they must keep. */
import type { Measurement, SettingReport } from '../bench';
import { shown, type Limit } from '../limits';
import type { Yardstick } from '../measure/adapter';
import { jsOf } from '../measure/step-parts';
import type { LogName } from './real-logs';

export const IDS_ONLY = 'two-tower, ids only';

/** Models on one log at one batch. */
export type LogRows = { log: LogName | 'reference model'; batch: number } & Pick<
  SettingReport,
  'measurements' | 'absent'
>;
export interface LogsReport {
  host: string;
  adapter: Yardstick;
  rows: LogRows[];
  /** Logs that are not there, and why. */
  absent: { log: LogName; reason: string }[];
}

const KIB = 1024;
const COLUMNS = [
  'log',
  'B',
  'model',
  'JavaScript ms',
  'build',
  'prepare',
  'submit',
  'driver ms',
  'fixed loop ms',
  'upload KiB',
  'longest sum',
  'steps/s',
  'wall ms min / median',
  'CPU ms',
  'dispatches',
  'cold s',
  'steps',
];
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export const logsHead = [
  'JavaScript: medians of steps that found the device idle, CPU time of the thread; driver: inside the submit of the queue, beyond it.',
  'Fixed loop: always the same JavaScript, after each of these steps: how quick the machine was.',
  '',
  line(COLUMNS),
  line(COLUMNS.map(() => '---')),
].join('\n');

export const rowsText = ({ log, batch, measurements, absent }: LogRows): string =>
  [
    ...measurements.map((one) => [log, `${batch}`, ...cellsOf(one)]),
    ...absent.map(({ name, reason }) => [log, `${batch}`, name, `did not run: ${reason}`]),
  ]
    .map(line)
    .join('\n');

function cellsOf({ name, parts, wallMs, cpuMs, counts, coldMs, steps }: Measurement): string[] {
  const number = (x: number | null | undefined): string => (x === null || x === undefined ? '–' : shown(x));
  return [
    name,
    ...[parts && jsOf(parts), parts?.build, parts?.prepare, parts?.submit, parts?.driver, parts?.loop].map(number),
    number(parts && parts.upload / KIB),
    number(parts?.longestSum),
    number(1000 / wallMs.median),
    `${number(wallMs.min)} / ${number(wallMs.median)}`,
    number(cpuMs),
    number(counts?.dispatches),
    number(coldMs / 1000),
    `${steps}`,
  ];
}

/** What `two-tower` must keep on ml-latest-small. */
const [JS_MS, UPLOAD_KIB, LONGEST_SUM, OVER_IDS] = [2, 256, 256, 0.6];

export function logsLimits({ rows }: Pick<LogsReport, 'rows'>): Limit[] {
  const find = (name: string, batch: number): Measurement | undefined =>
    rows
      .find((one) => one.log === 'ml-latest-small' && one.batch === batch)
      ?.measurements.find((one) => one.name === name);
  const parts = find('two-tower', 1024)?.parts;
  const sums = rows.flatMap(({ measurements }) => measurements.flatMap(({ parts }) => parts?.longestSum ?? []));
  const [fields, ids] = [find('two-tower', 256), find(IDS_ONLY, 256)];
  const most = (what: string, found: number | undefined, limit: number, unit = ''): Limit => ({
    what: `${what}: at most ${limit}${unit}`,
    found: found === undefined ? null : `${shown(found)}${unit}`,
    holds: found === undefined ? null : found <= limit,
  });
  const ratio = fields && ids ? ids.wallMs.min / fields.wallMs.min : null;
  return [
    most(
      'JavaScript a step, two-tower with fields, ml-latest-small, B 1024',
      parts ? jsOf(parts) : undefined,
      JS_MS,
      ' ms',
    ),
    most('its upload a step', parts ? parts.upload / KIB : undefined, UPLOAD_KIB, ' KiB'),
    most('gradients that one thread adds up for one row', sums.length > 0 ? Math.max(...sums) : undefined, LONGEST_SUM),
    {
      what: `steps/s with fields over ids only, ml-latest-small, B 256, quickest rounds: at least ${OVER_IDS}`,
      found: ratio === null ? null : shown(ratio),
      holds: ratio === null ? null : ratio >= OVER_IDS,
    },
  ];
}

export const logsJson = (report: LogsReport) => ({ ...report, musts: logsLimits(report) });
