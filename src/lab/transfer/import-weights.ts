/**
 * From a weights file to the tensors of a graph on the data set that is loaded: everything is checked before anything
 * is allocated.
 */
import { FIRST_VALUE, MISSING, UNKNOWN, type Dataset, type Field } from '../../data/dataset';
import { judge } from '../../model/check/judge';
import { ProblemsError } from '../../model/document/problem';
import { CompiledGraph, tablePath } from '../../model/run/compile';
import type { GraphTable } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { badGraph, parseWeightsFile, readTensor, WeightsError, type ReadWeights } from './weights-file';

/** About how much of the work is done by then. */
const [PARSED, JUDGED] = [0.5, 0.6];

export interface ImportedWeights {
  file: ReadWeights;
  values: Map<string, Float32Array>;
  /** The file was trained on the very log that is loaded. */
  sameData: boolean;
  known: KnownIds[];
}

/** Of the ids of a table in the file, how many the loaded data has: the others keep no row. */
export interface KnownIds {
  field: string;
  known: number;
  of: number;
}

/** Between two pieces of the work: says how far it is. @throws where the import was taken back meanwhile */
export type ImportStep = (fraction: number) => Promise<void>;

/**
 * Rows of embedding tables follow their values: where the loaded log has another vocabulary than the file, each value
 * takes the row it had in the file, and values the file does not know take its row for unknown ones.
 * @throws WeightsError with the reason
 */
export async function readWeights(text: string, dataset: Dataset, step: ImportStep): Promise<ImportedWeights> {
  await step(0);
  const file = parseWeightsFile(text);
  await step(PARSED);
  const compiled = compileFor(file, dataset);
  await step(JUDGED);
  const fields = new Map(dataset.fields.map((field) => [field.name, field]));
  const tables = new Map(file.graph.tables.map((table) => [tablePath(table.id), table]));
  const known = new Set(compiled.weights.map(({ path }) => path));
  const stranger = Object.keys(file.tensors).find((path) => !known.has(path));
  if (stranger !== undefined) throw new WeightsError({ code: 'unknown-tensor', values: { tensor: stranger } });

  const values = new Map<string, Float32Array>();
  for (const [at, { path, shape }] of compiled.weights.entries()) {
    const table = tables.get(path);
    const field = table && fields.get(table.field);
    values.set(path, table && field ? readTable(file, table, field) : readTensor(file, path, shape));
    await step(JUDGED + ((1 - JUDGED) * (at + 1)) / compiled.weights.length);
  }
  return {
    file,
    values,
    sameData: file.run.dataset === dataset.fingerprint,
    known: knownIds(file, [...fields.values()]),
  };
}

function compileFor(file: ReadWeights, dataset: Dataset): CompiledGraph {
  try {
    return new CompiledGraph(judge(file.graph, schemaOf(dataset)));
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    const lacks = error.problems.find(({ code }) => code === 'unknown-field');
    if (lacks)
      throw new WeightsError({
        code: 'other-data',
        values: { field: String(lacks.values['field'] ?? lacks.field ?? '') },
      });
    throw badGraph(error.problems);
  }
}

function knownIds({ graph, schema }: ReadWeights, fields: readonly Field[]): KnownIds[] {
  const read = new Set(graph.tables.map(({ field }) => field));
  return fields
    .filter(({ name, kind }) => kind === 'id' && read.has(name))
    .map(({ name, vocabulary }) => {
      const here = new Set(vocabulary);
      const there = schema.vocabularies[name] ?? [];
      return { field: name, known: there.filter((id) => here.has(id)).length, of: there.length };
    });
}

function readTable(file: ReadWeights, table: GraphTable, field: Field): Float32Array {
  const path = tablePath(table.id);
  const spec = file.schema.fields.find(({ name }) => name === field.name);
  const vocabulary = file.schema.vocabularies[field.name];
  const hashed = spec?.kind === 'trigrams';
  if (!spec || !vocabulary || (!hashed && vocabulary.length + FIRST_VALUE !== spec.rows))
    throw new WeightsError({ code: 'bad-structure', values: { path: `schema.vocabularies.${field.name}` } });
  // Hashed to another number of rows, every trigram has another one.
  if (spec.kind !== field.kind || (hashed && spec.rows !== field.rows))
    throw new WeightsError({ code: 'other-data', values: { field: field.name } });
  const stored = readTensor(file, path, [spec.rows, table.width]);
  if (vocabulary.length === field.vocabulary.length && vocabulary.every((value, i) => value === field.vocabulary[i]))
    return stored;
  // Buckets of a number have no names that mean the same elsewhere.
  if (field.kind === 'numeric') throw new WeightsError({ code: 'other-data', values: { field: field.name } });
  const rowOf = new Map<string, number>();
  for (const [i, value] of vocabulary.entries()) {
    if (rowOf.has(value)) throw new WeightsError({ code: 'repeated-value', values: { field: field.name, value } });
    rowOf.set(value, i + FIRST_VALUE);
  }
  const values = new Float32Array(field.rows * table.width);
  for (let row = 0; row < field.rows; row++) {
    const from = row === MISSING ? MISSING : (rowOf.get(field.vocabulary[row - FIRST_VALUE] ?? '') ?? UNKNOWN);
    values.set(stored.subarray(from * table.width, (from + 1) * table.width), row * table.width);
  }
  return values;
}
