/** The table of the presets, and what every one of them must keep. */
import { presets } from '../../model/presets/presets';
import type { Measurement, SettingReport } from '../bench';
import type { Yardstick } from '../measure/adapter';
import { shown, type Limit } from '../limits';

/** `preset`: its name. */
export type PresetReport = { preset: string } & Pick<SettingReport, 'measurements' | 'absent' | 'agreement'>;
export interface PresetsReport {
  host: string;
  adapter: Yardstick;
  batch: number;
  events: number;
  presets: PresetReport[];
}

/** With the number of its candidates, where that is another than its own. */
export const presetName = (id: string, candidates: number | null): string =>
  candidates !== null && presets.get(id)?.isRanker ? `${id}, C ${candidates}` : id;

const MOST_DISPATCHES = 160;
/** Of the two branches of SDM, with an LSTM of two layers and three attentions. */
const MOST_OF: Readonly<Record<string, number>> = { sdm: 400, 'sdm-split': 400 };
const COLUMNS = [
  'preset',
  '',
  'wall ms min / median',
  'x Tower Lab',
  'CPU ms',
  'x Tower Lab',
  'JS ms',
  'batch build ms',
  'dispatches / submits / buffers',
  'GPU MB',
  'cold s',
  'steps',
  'first losses',
];
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export const presetsHead = ({ batch, events }: Pick<PresetsReport, 'batch' | 'events'>): string =>
  [
    `B ${batch}, bookshop of ${events} events; stock, torch: the same graph in plain tfjs, in PyTorch.`,
    '',
    line(COLUMNS),
    line(COLUMNS.map(() => '---')),
  ].join('\n');

/** Rows of the table. */
export function presetText({ preset, measurements, absent, agreement }: PresetReport): string {
  const own = measurements.find(({ name }) => name === 'tower-lab');
  const rows = measurements.map((one) => rowOf(preset, one, own, agreement));
  return [...rows, ...absent.map(({ name, reason }) => [preset, name, `did not run: ${reason}`])].map(line).join('\n');
}

function rowOf(
  preset: string,
  { name, wallMs, cpuMs, jsMs, buildMs, counts, gpuBytes, coldMs, steps }: Measurement,
  own: Measurement | undefined,
  agreement: SettingReport['agreement'],
): string[] {
  const number = (x: number | null | undefined): string => (x === null || x === undefined ? '–' : shown(x));
  const times = (x: number | null, y: number | null | undefined): string => (x === null || !y ? '–' : shown(x / y));
  return [
    preset,
    name,
    `${number(wallMs.min)} / ${number(wallMs.median)}`,
    times(wallMs.median, own?.wallMs.median),
    number(cpuMs),
    times(cpuMs, own?.cpuMs),
    number(jsMs),
    number(buildMs),
    counts ? [counts.dispatches, counts.submits, counts.buffersCreated].map(shown).join(' / ') : '–',
    number(gpuBytes === null ? null : gpuBytes / 1e6),
    number(coldMs / 1000),
    `${steps}`,
    name === 'tower-lab' || !agreement
      ? ''
      : `${agreement.holds ? 'agree' : 'do NOT agree'} (${agreement.difference.toExponential(1)})`,
  ];
}

/** Where the dispatches of a step go. */
export const kernelsText = ({ presets }: Pick<PresetsReport, 'presets'>): string =>
  presets
    .flatMap(({ preset, measurements }) => {
      const kernels = measurements.find(({ name }) => name === 'tower-lab')?.kernels;
      return kernels
        ? [
            `${preset}: ${Object.entries(kernels)
              .map(([name, count]) => `${count} ${brief(name)}`)
              .join(', ')}`,
          ]
        : [];
    })
    .join('\n');

/** An update names every table it holds. */
const brief = (kernel: string): string => (kernel.includes(',') ? `${kernel.split(',')[0]}, …` : kernel);

export function presetsLimits({ presets }: Pick<PresetsReport, 'presets'>): Limit[] {
  const most = (what: string, preset: string, found: number | undefined, limit: number): Limit => ({
    what: `${preset}: ${what} a step: at most ${limit}`,
    found: found === undefined ? null : shown(found),
    holds: found === undefined ? null : found <= limit,
  });
  return presets.flatMap(({ preset, measurements, agreement }) => {
    const counts = measurements.find(({ name }) => name === 'tower-lab')?.counts;
    return [
      most('dispatches', preset, counts?.dispatches, MOST_OF[preset] ?? MOST_DISPATCHES),
      most('submits', preset, counts?.submits, 1),
      most('buffers created', preset, counts?.buffersCreated, 0),
      {
        what: `${preset}: first losses as of all others`,
        found: agreement ? `${agreement.difference.toExponential(1)}, ${agreement.between.join(' and ')}` : null,
        holds: agreement?.holds ?? null,
      },
    ];
  });
}

/** Whether all of it holds, and Tower Lab ran wherever it was asked for. */
export const isSound = (report: Pick<PresetsReport, 'presets'>): boolean =>
  presetsLimits(report).every(({ holds }) => holds !== false) &&
  report.presets.every(({ absent }) => absent.every(({ name }) => name !== 'tower-lab'));

export const presetsJson = (report: PresetsReport) => ({ ...report, musts: presetsLimits(report) });
