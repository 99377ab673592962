/** Writes and reads weights files; what is in one is said in `formats/weights`. */
import * as v from 'valibot';
import type { Dataset, FieldSpec } from '../../data/dataset';
import { settingsFile, type SettingsFile } from '../../model/formats/settings/format';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { parseGraph, parseSettings } from '../../model/check/parse';
import type { Problem } from '../../model/document/problem';
import { weightsFormat } from '../formats/weights/format';
import { base64Length, base64Pieces, decodeFloats, floatsIn } from './base64';
import { JsonText } from './json-pieces';
import { detailOf, plainFailure, type LabFailure } from '../failure';
import type { Baselines } from '../evaluate/baseline-figures';
import type { Metrics } from '../evaluate/metrics';
import type { FileSeries } from '../formats/run/format';
import type { RunResult } from '../runs/run';

/** Why a weights file was refused; the sentence is `weightsProblem.<code>`. */
export interface WeightsProblem {
  code:
    | 'not-json'
    | 'too-large'
    | 'unreadable'
    | 'cut-short'
    | 'not-ours'
    | 'newer-version'
    | 'newer-part'
    | 'bad-structure'
    | 'missing-tensor'
    | 'unknown-tensor'
    | 'wrong-shape'
    | 'wrong-length'
    | 'not-finite'
    | 'repeated-value'
    | 'bad-graph'
    | 'other-data';
  values: Record<string, string | number>;
}

export type TensorEncoding = 'base64-f32-le' | 'array';
export interface FileTensor {
  shape: number[];
  dtype: 'float32';
  encoding: TensorEncoding;
  data: string | number[];
}

export interface FileRun {
  steps: number;
  protocol: string;
  metrics: Metrics;
  baselines: Baselines;
  dataset: string;
  series: FileSeries[];
  /** Null where no training of these weights came to its end. */
  result: RunResult | null;
}

/** Graph and settings have formats of their own. */
export interface WeightsFile {
  format: 'tower-lab/weights';
  version: number;
  graph: TowerGraph;
  schema: { fields: FieldSpec[]; vocabularies: Record<string, string[]> };
  settings: SettingsFile;
  run: FileRun;
  tensors: Record<string, FileTensor>;
}

/** What was read of one. */
export type ReadWeights = Pick<WeightsFile, 'graph' | 'schema' | 'run' | 'tensors'> & { settings: Settings };

/** A file that is refused, with the reason as a value. */
export class WeightsError extends Error {
  /**
   * @param problems of the graph, with `bad-graph`
   * @param givenAs what a message calls the file, where there are several
   */
  constructor(
    readonly problem: WeightsProblem,
    readonly problems: readonly Problem[] = [],
    readonly givenAs?: string,
  ) {
    super(`weights file: ${problem.code} ${JSON.stringify(problem.values)}`);
    this.name = 'WeightsError';
  }
}

export const weightsFailure = (error: WeightsError): LabFailure => ({
  ...plainFailure('weights', detailOf(error), error.givenAs === undefined ? {} : { givenAs: error.givenAs }),
  problem: error.problem,
  problems: [...error.problems],
});

/** Problems of a graph, in a word each and as they are. */
export const badGraph = (problems: readonly Problem[]): WeightsError =>
  new WeightsError(
    {
      code: 'bad-graph',
      values: {
        problems: problems.map(({ code, nodeId, field }) => [code, nodeId, field].filter(Boolean).join(' ')).join(', '),
      },
    },
    problems,
  );

const refuse = (code: WeightsProblem['code'], values: WeightsProblem['values'] = {}): never => {
  throw new WeightsError({ code, values });
};

const NUMBERS = 4096;

/** Nine significant digits name every float32 exactly; Number() of them is the same float32. */
function* plainNumbers(values: Float32Array): Generator<string> {
  yield '[';
  for (let at = 0; at < values.length; at += NUMBERS) {
    const some = Array.from(values.subarray(at, at + NUMBERS), (value) => Number(value.toPrecision(9)));
    yield `${at > 0 ? ',' : ''}${JSON.stringify(some).slice(1, -1)}`;
  }
  yield ']';
}

function* quoted(pieces: Iterable<string>): Generator<string> {
  yield '"';
  yield* pieces;
  yield '"';
}

/** The file, to be written in pieces: its tensors are large. */
export function weightsFile(
  parts: Pick<ReadWeights, 'graph' | 'settings' | 'run'>,
  dataset: Pick<Dataset, 'fields'>,
  weights: ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>,
  encoding: TensorEncoding,
): Omit<WeightsFile, 'tensors'> & { tensors: Record<string, Omit<FileTensor, 'data'> & { data: JsonText }> } {
  const used = new Set(parts.graph.tables.map(({ field }) => field));
  const fields = dataset.fields.filter(({ name }) => used.has(name));
  return {
    ...weightsFormat.header,
    graph: parts.graph,
    schema: {
      fields: fields.map(({ name, owner, kind, rows, length }) => ({ name, owner, kind, rows, length })),
      vocabularies: Object.fromEntries(fields.map(({ name, vocabulary }) => [name, [...vocabulary]])),
    },
    settings: settingsFile(parts.settings),
    run: parts.run,
    tensors: Object.fromEntries(
      [...weights].map(([path, { shape, values }]) => [
        path,
        {
          shape: [...shape],
          dtype: 'float32' as const,
          encoding,
          data: new JsonText(() => (encoding === 'array' ? plainNumbers(values) : quoted(base64Pieces(values)))),
        },
      ]),
    ),
  };
}

/** Parses the file, its tensors apart. @throws WeightsError */
export function parseWeightsFile(text: string): ReadWeights {
  const json = parseJson(text);
  const { name, header, read } = weightsFormat;
  if (typeof json !== 'object' || json === null || (json as { format?: unknown }).format !== name)
    return refuse('not-ours', { format: name });
  const reading = read(json);
  if (!reading.ok) {
    if (reading.newer !== null) return refuse('newer-version', { version: reading.newer, known: header.version });
    const [issue] = reading.issues;
    return refuse('bad-structure', { path: v.getDotPath(issue) ?? '', detail: issue.message });
  }
  const { schema, run, tensors } = reading.value;
  const graph = parseGraph(reading.value.graph);
  if (!graph.ok) {
    refuseNewer('graph', graph.problems);
    throw badGraph(graph.problems);
  }
  const settings = parseSettings(reading.value.settings);
  if (!settings.ok) {
    refuseNewer('settings', settings.problems);
    const [problem] = settings.problems;
    return refuse('bad-structure', { path: `settings.${problem?.field ?? ''}`, detail: problem?.values['got'] ?? '' });
  }
  return { schema, run, tensors, graph: graph.value, settings: settings.value };
}

/** @throws WeightsError (not-json, cut-short) */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const cut = endsInside(text);
    return refuse(
      cut ? 'cut-short' : 'not-json',
      cut ? { characters: text.length } : { detail: error instanceof Error ? error.message : String(error) },
    );
  }
}

function refuseNewer(part: 'graph' | 'settings', problems: readonly Problem[]): void {
  const newer = problems.find(({ code }) => code === 'newer-version');
  if (newer) refuse('newer-part', { part, ...newer.values });
}

/** A file cut in half: it begins like ours, and ends in the middle of a string or of a bracket. */
function endsInside(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === '"') {
      at = endOfString(text, at);
      if (at < 0) return true;
    }
  }
  return depth > 0;
}

/** Position of the quote that ends the string begun at `start`; -1 where there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

/** Numbers of one tensor, checked against the shape the graph gives it. @throws WeightsError */
export function readTensor(file: Pick<ReadWeights, 'tensors'>, path: string, shape: readonly number[]): Float32Array {
  const tensor = file.tensors[path] ?? refuse('missing-tensor', { tensor: path });
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, i) => size !== shape[i])) {
    return refuse('wrong-shape', {
      tensor: path,
      got: `[${tensor.shape.join(', ')}]`,
      expected: `[${shape.join(', ')}]`,
    });
  }
  const size = shape.reduce((a, b) => a * b, 1);
  // Far too long, even with white space in it: refused without decoding it.
  if (typeof tensor.data === 'string' && tensor.data.length > 2 * base64Length(size) + 1024)
    return refuse('wrong-length', { tensor: path, got: floatsIn(tensor.data), expected: size });
  const values =
    typeof tensor.data === 'string'
      ? decodeFloats(tensor.data)
      : Float32Array.from(tensor.data, (value) => value ?? Number.NaN);
  if (!values || values.length !== size)
    return refuse('wrong-length', { tensor: path, got: values?.length ?? 0, expected: size });
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) return refuse('not-finite', { tensor: path, index: bad });
  return values;
}
