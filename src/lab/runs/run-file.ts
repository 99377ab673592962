/** A run as a file, with its curves and without weights; `formats/run/README.md` describes it. */
import { LabError } from '../failure';
import { settingsFile } from '../../model/formats/settings/format';
import { runFormat, type FileSeries, type RunFile } from '../formats/run/format';
import { checkRun } from './record';
import type { Run } from './run';
import type { SeriesChunk } from './series';

/** Whether a text is meant to be such a file; without parsing it, as other files are large. */
export const isRunFile = (text: string): boolean => /^\s*\{\s*"format"\s*:\s*"tower-lab\/run"/.test(text);

/** As it is stored: settings say their version, as a graph does. */
export const storedForm = ({ settings, ...run }: Run): RunFile => ({ ...run, settings: settingsFile(settings) });

export function writeRunFile(stored: RunFile, series: readonly SeriesChunk[]): string {
  return JSON.stringify({
    ...runFormat.header,
    ...stored,
    // Weights are not in the file.
    checkpointBytes: 0,
    series: fileSeriesOf(series),
  });
}

/** @throws LabError (run-damaged, run-newer) */
export function readRunFile(text: string): { run: Run; series: SeriesChunk[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error));
  }
  const checked = checkRun(json);
  if (!checked.ok && checked.newer !== null) {
    const known = runFormat.header.version;
    throw new LabError('run-newer', `a run of version ${checked.newer}`, { version: checked.newer, known });
  }
  if (!checked.ok) throw damaged(checked.path);
  return { run: { ...checked.run, checkpointBytes: 0 }, series: chunksOf(checked.series) };
}

/** As JSON has them. */
export const fileSeriesOf = (series: readonly SeriesChunk[]): FileSeries[] =>
  series.map(({ name, steps, values }) => ({
    name,
    steps: [...steps],
    values: Array.from(values, (value) => (Number.isFinite(value) ? value : null)),
  }));

export const chunksOf = (series: readonly FileSeries[]): SeriesChunk[] =>
  series.map(({ name, steps, values }) => ({
    name,
    steps: Float64Array.from(steps),
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
  }));

const damaged = (path: string): LabError => new LabError('run-damaged', `a damaged run: ${path}`, { path });
