/**
 * The weights file (DESIGN: `tower-lab/weights`, version 1). Names and shapes are public: what reads a file today reads
 * it next year.
 */
import * as v from 'valibot';
import type { Dataset, FieldSpec } from '../../data/dataset';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { parseGraph, parseSettings } from '../../model/check/parse';
import type { Problem } from '../../model/document/problem';
import { baselinesSchema } from '../baselines-schema';
import { decodeFloats, encodeFloats } from './base64';
import type { Baselines } from '../evaluate/baseline-figures';
import type { Metrics } from '../evaluate/metrics';

/** Why a weights file was refused; the sentence is `weights.problem.<code>`. */
export interface WeightsProblem {
  code:
    | 'not-json'
    | 'cut-short'
    | 'not-ours'
    | 'newer-version'
    | 'bad-structure'
    | 'missing-tensor'
    | 'unknown-tensor'
    | 'wrong-shape'
    | 'wrong-length'
    | 'not-finite'
    | 'bad-graph'
    | 'other-data';
  values: Record<string, string | number>;
}

export const FORMAT = 'tower-lab/weights';
export const VERSION = 1;

export type TensorEncoding = 'base64-f32-le' | 'array';
export interface FileTensor {
  shape: number[];
  dtype: 'float32';
  encoding: TensorEncoding;
  data: string | number[];
}

export interface RunRecord {
  steps: number;
  protocol: string;
  metrics: Metrics;
  baselines: Baselines;
  dataset: string;
}

export interface WeightsFile {
  format: typeof FORMAT;
  version: typeof VERSION;
  graph: TowerGraph;
  schema: { fields: FieldSpec[]; vocabularies: Record<string, string[]> };
  settings: Settings;
  run: RunRecord;
  tensors: Record<string, FileTensor>;
}

/** A file that is refused, with the reason as a value. */
export class WeightsError extends Error {
  constructor(readonly problem: WeightsProblem) {
    super(`weights file: ${problem.code} ${JSON.stringify(problem.values)}`);
    this.name = 'WeightsError';
  }
}

/** Problems of a graph in a word each. */
export const listed = (problems: readonly Problem[]): string =>
  problems.map(({ code, nodeId, field }) => [code, nodeId, field].filter(Boolean).join(' ')).join(', ');

const refuse = (code: WeightsProblem['code'], values: WeightsProblem['values'] = {}): never => {
  throw new WeightsError({ code, values });
};

/** Nine significant digits name every float32 exactly; Number() of them is the same float32. */
const plain = (values: Float32Array): number[] => Array.from(values, (value) => Number(value.toPrecision(9)));

export function writeWeightsFile(
  parts: Omit<WeightsFile, 'format' | 'version' | 'schema' | 'tensors'>,
  dataset: Pick<Dataset, 'fields'>,
  weights: ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>,
  encoding: TensorEncoding,
): string {
  const used = new Set(parts.graph.tables.map(({ field }) => field));
  const fields = dataset.fields.filter(({ name }) => used.has(name));
  const file: WeightsFile = {
    format: FORMAT,
    version: VERSION,
    graph: parts.graph,
    schema: {
      fields: fields.map(({ name, owner, kind, rows, length }) => ({ name, owner, kind, rows, length })),
      vocabularies: Object.fromEntries(fields.map(({ name, vocabulary }) => [name, [...vocabulary]])),
    },
    settings: parts.settings,
    run: parts.run,
    tensors: Object.fromEntries(
      [...weights].map(([path, { shape, values }]) => [
        path,
        {
          shape: [...shape],
          dtype: 'float32' as const,
          encoding,
          data: encoding === 'array' ? plain(values) : encodeFloats(values),
        },
      ]),
    ),
  };
  return JSON.stringify(file);
}

const fileSchema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  graph: v.looseObject({}),
  schema: v.object({
    fields: v.array(
      v.object({
        name: v.string(),
        owner: v.picklist(['user', 'item', 'context']),
        kind: v.picklist(['id', 'categorical', 'bag', 'numeric', 'trigrams', 'tokens']),
        rows: v.pipe(v.number(), v.integer(), v.minValue(1)),
        length: v.pipe(v.number(), v.integer(), v.minValue(1)),
      }),
    ),
    vocabularies: v.record(v.string(), v.array(v.string())),
  }),
  settings: v.looseObject({}),
  run: v.object({
    steps: v.pipe(v.number(), v.integer(), v.minValue(0)),
    protocol: v.string(),
    metrics: v.record(v.string(), v.number()),
    baselines: baselinesSchema,
    dataset: v.string(),
  }),
  tensors: v.record(
    v.string(),
    v.object({
      shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
      dtype: v.literal('float32'),
      encoding: v.picklist(['base64-f32-le', 'array']),
      data: v.union([v.string(), v.array(v.nullable(v.number()))]),
    }),
  ),
});

/** Parses the file, its tensors apart. @throws WeightsError */
export function parseWeightsFile(text: string): WeightsFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const cut = endsInside(text);
    return refuse(
      cut ? 'cut-short' : 'not-json',
      cut ? { characters: text.length } : { detail: error instanceof Error ? error.message : String(error) },
    );
  }
  if (typeof json !== 'object' || json === null || (json as { format?: unknown }).format !== FORMAT)
    return refuse('not-ours', { format: FORMAT });
  const { version } = json as { version?: unknown };
  if (typeof version === 'number' && version > VERSION) return refuse('newer-version', { version, known: VERSION });
  const parsed = v.safeParse(fileSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return refuse('bad-structure', { path: v.getDotPath(issue) ?? '', detail: issue.message });
  }
  const graph = parseGraph((json as WeightsFile).graph);
  const settings = parseSettings((json as WeightsFile).settings);
  if (!graph.ok) return refuse('bad-graph', { problems: listed(graph.problems) });
  if (!settings.ok)
    return refuse('bad-structure', {
      path: `settings.${settings.problems[0]?.field ?? ''}`,
      detail: settings.problems[0]?.values['got'] ?? '',
    });
  return { ...(json as WeightsFile), graph: graph.value, settings: settings.value };
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
export function readTensor(file: WeightsFile, path: string, shape: readonly number[]): Float32Array {
  const tensor = file.tensors[path] ?? refuse('missing-tensor', { tensor: path });
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, i) => size !== shape[i])) {
    return refuse('wrong-shape', {
      tensor: path,
      got: `[${tensor.shape.join(', ')}]`,
      expected: `[${shape.join(', ')}]`,
    });
  }
  const size = shape.reduce((a, b) => a * b, 1);
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
