import { expect, it } from 'vitest';
import type { LabError } from '../failure';
import type { Checkpoint } from './checkpoint';
import { checkpointPieces, readCheckpointFile, readCheckpointHeader, type ReadAt } from './checkpoint-file';

const values = (...numbers: number[]) => Float32Array.from([Number.NaN, ...numbers]).subarray(1);
const best = { stage: 1, step: 4, value: 0.3, weights: new Map([['table/é', values(5, 6)]]) };
const checkpoint: Checkpoint = {
  step: 7,
  weights: new Map([
    ['table/é', values(1, -0, 1e-40)],
    ['scale', values()],
  ]),
  moments: new Map([['table/é', [values(2), values(3, 4)]]]),
  best,
  kept: best,
  sinceBest: 2,
  stage: 1,
  stageStart: 3,
};
const command = ['--log=/data/log.csv', `--where=${'x'.repeat(200_000)}`];

function fileOf(own: Checkpoint): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pieces = [...checkpointPieces('r1', command, own)];
  return Uint8Array.from(pieces.flatMap((piece) => [...(typeof piece === 'string' ? encoder.encode(piece) : piece)]));
}
const reader = (bytes: Uint8Array<ArrayBuffer>): ReadAt => ({
  size: bytes.length,
  read: (at, length) => bytes.subarray(at, at + length),
});
const codeOf = (bytes: Uint8Array<ArrayBuffer>) => {
  try {
    readCheckpointFile(reader(bytes));
  } catch (error) {
    return (error as LabError).code;
  }
  return null;
};

it('a checkpoint is the same after a file, its shared arrays written once', () => {
  const file = reader(fileOf(checkpoint));
  const { header, start } = readCheckpointHeader(file);
  expect(header).toMatchObject({ format: 'tower-lab/checkpoint', version: 1, run: 'r1', command, step: 7 });
  expect(file.size).toBe(start + 4 * (3 + 0 + 1 + 2 + 2));
  const read = readCheckpointFile(file);
  expect(read).toEqual(checkpoint);
  expect(Object.is(read.weights.get('table/é')![1], -0)).toBe(true);
  expect(read.kept!.weights.get('table/é')).toBe(read.best!.weights.get('table/é'));
  const fresh = { ...checkpoint, best: null, kept: null, moments: new Map() };
  expect(readCheckpointFile(reader(fileOf(fresh)))).toEqual(fresh);
});

it('what is no whole checkpoint is refused', () => {
  const file = fileOf(checkpoint);
  expect(codeOf(file)).toBeNull();
  for (const cut of [0, 10, file.length - 4, file.length - 1])
    expect(codeOf(file.subarray(0, cut))).toBe('run-damaged');
  const other = (from: string, to: string) =>
    Uint8Array.from(new TextEncoder().encode(new TextDecoder().decode(file.subarray(0, 400_000)).replace(from, to)));
  expect(codeOf(other('"version":1', '"version":9'))).toBe('run-newer');
  expect(codeOf(other('"step":7', '"step":-7'))).toBe('run-damaged');
});
