/**
 * A run as a file, with its curves and without weights: `{ format: "tower-lab/run", version, id, …, series: [{ name,
 * steps, values }] }`. A value that is no finite number is null.
 */
import * as v from 'valibot';
import { LabError } from '../failure';
import { checkRun, isSeriesName } from './record';
import { RUN_FORMAT, RUN_VERSION, type Run } from './run';
import type { SeriesChunk } from './series';

/** Whether a text is meant to be such a file; without parsing it, as other files are large. */
export const isRunFile = (text: string): boolean => /^\s*\{\s*"format"\s*:\s*"tower-lab\/run"/.test(text);

export function writeRunFile({ format, version, ...run }: Run, series: readonly SeriesChunk[]): string {
  return JSON.stringify({
    format,
    version,
    ...run,
    // Weights are not in the file.
    checkpointBytes: 0,
    series: series.map(({ name, steps, values }) => ({
      name,
      steps: [...steps],
      values: Array.from(values, (value) => (Number.isFinite(value) ? value : null)),
    })),
  });
}

const seriesSchema = v.array(
  v.pipe(
    v.object({
      name: v.custom<SeriesChunk['name']>((name) => typeof name === 'string' && isSeriesName(name)),
      steps: v.array(v.number()),
      values: v.array(v.nullable(v.number())),
    }),
    v.check(({ steps, values }) => steps.length === values.length),
  ),
);

/** @throws LabError (run-damaged, run-newer) */
export function readRunFile(text: string): { run: Run; series: SeriesChunk[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error));
  }
  if (typeof json !== 'object' || json === null || (json as { format?: unknown }).format !== RUN_FORMAT)
    throw damaged('format');
  const { version, series: given, ...rest } = json as Record<string, unknown>;
  if (typeof version === 'number' && version > RUN_VERSION)
    throw new LabError('run-newer', `a run of version ${version}`, { version, known: RUN_VERSION });
  const checked = checkRun({ ...rest, version });
  if (!checked.ok) throw damaged(checked.path);
  const series = v.safeParse(seriesSchema, given);
  if (!series.success) throw damaged(`series.${v.getDotPath(series.issues[0]) ?? ''}`);
  return {
    run: { ...checked.run, checkpointBytes: 0 },
    series: series.output.map(({ name, steps, values }) => ({
      name,
      steps: Float64Array.from(steps),
      values: Float64Array.from(values, (value) => value ?? Number.NaN),
    })),
  };
}

const damaged = (path: string): LabError => new LabError('run-damaged', `a damaged run: ${path}`, { path });
