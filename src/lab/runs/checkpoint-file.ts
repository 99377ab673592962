/** A checkpoint as a file; `formats/checkpoint/README.md` describes it. */
import { LabError } from '../failure';
import { checkpointFormat, type CheckpointHeader } from '../formats/checkpoint/format';
import type { Best, Checkpoint } from './checkpoint';

/** A file that is read in places. */
export interface ReadAt {
  size: number;
  /** Fewer bytes only at the end. */
  read(at: number, length: number): Uint8Array<ArrayBuffer>;
}

type Weights = Map<string, Float32Array>;

const FLOAT = 4;
const LINE = 1 << 16;
const NEW_LINE = 0x0a;

/**
 * Arrays that the checkpoint holds twice are written once. Every platform with WebGPU is little-endian.
 * @param command flags that bring the data of the run
 */
export function* checkpointPieces(
  run: string,
  command: readonly string[],
  checkpoint: Checkpoint,
): Generator<string | Uint8Array> {
  const places = new Map<Float32Array, number>();
  const placeOf = (values: Float32Array): number => {
    const known = places.get(values) ?? places.size;
    places.set(values, known);
    return known;
  };
  const placesOf = (weights: Weights) => Object.fromEntries([...weights].map(([path, own]) => [path, placeOf(own)]));
  const bestOf = (best: Best | null) => best && { ...best, weights: placesOf(best.weights) };
  const { step, stage, stageStart, sinceBest, weights, moments, best, kept } = checkpoint;
  const header: Omit<CheckpointHeader, 'arrays'> = {
    ...checkpointFormat.header,
    run,
    command: [...command],
    step,
    stage,
    stageStart,
    sinceBest,
    weights: placesOf(weights),
    moments: Object.fromEntries([...moments].map(([path, own]) => [path, own.map(placeOf)])),
    best: bestOf(best),
    kept: bestOf(kept),
  };
  const arrays = [...places.keys()];
  yield `${JSON.stringify({ ...header, arrays: arrays.map(({ length }) => length) })}\n`;
  for (const { buffer, byteOffset, byteLength } of arrays) yield new Uint8Array(buffer, byteOffset, byteLength);
}

/** What the file says of itself, and where its arrays begin. @throws LabError (run-damaged, run-newer) */
export function readCheckpointHeader(file: ReadAt): { header: CheckpointHeader; start: number } {
  const text = new TextDecoder();
  let line = '';
  for (let at = 0; at < file.size; at += LINE) {
    const bytes = file.read(at, LINE);
    const end = bytes.indexOf(NEW_LINE);
    line += text.decode(end < 0 ? bytes : bytes.subarray(0, end), { stream: end < 0 });
    if (end >= 0) return { header: parse(line), start: at + end + 1 };
  }
  throw damaged('header');
}

/** @throws LabError (run-damaged, run-newer) */
export function readCheckpointFile(file: ReadAt): Checkpoint {
  const { header, start } = readCheckpointHeader(file);
  const { step, stage, stageStart, sinceBest, weights, moments, best, kept, arrays } = header;
  const floats = arrays.reduce((sum, length) => sum + length, 0);
  if (file.size !== start + FLOAT * floats) throw damaged('arrays');
  let at = start;
  const values = arrays.map((length) => {
    const bytes = file.read(at, FLOAT * length);
    at += FLOAT * length;
    return new Float32Array(bytes.slice().buffer);
  });
  const valuesAt = (place: number): Float32Array => values[place] ?? refuse(`arrays.${place}`);
  const weightsAt = (places: Record<string, number>): Weights =>
    new Map(Object.entries(places).map(([path, place]) => [path, valuesAt(place)]));
  const bestAt = (own: CheckpointHeader['best']): Best | null => own && { ...own, weights: weightsAt(own.weights) };
  return {
    step,
    stage,
    stageStart,
    sinceBest,
    weights: weightsAt(weights),
    moments: new Map(Object.entries(moments).map(([path, own]) => [path, own.map(valuesAt)])),
    best: bestAt(best),
    kept: bestAt(kept),
  };
}

function parse(line: string): CheckpointHeader {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw damaged('header');
  }
  const reading = checkpointFormat.read(json);
  if (reading.ok) return reading.value;
  if (reading.newer === null) throw damaged('header');
  const known = checkpointFormat.header.version;
  throw new LabError('run-newer', `a checkpoint of version ${reading.newer}`, { version: reading.newer, known });
}

const damaged = (path: string): LabError => new LabError('run-damaged', `a damaged checkpoint: ${path}`, { path });
const refuse = (path: string): never => {
  throw damaged(path);
};
