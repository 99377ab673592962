/**
 * For tests: the invented rows of a case, their numbers, drawn by name, and the masks of their histories, texts and
 * interests. The last row is padding, and the histories are full, short, empty, half and so on.
 */
import { streamOf, uniforms } from '../../engine/kernels/counter-uniform/reference';
import * as tf from '../../engine/tf';
import type { Tensor } from '../../engine/tf';

export const ROWS = 11;
export const PADDING_ROW = ROWS - 1;
/** Candidates of each row of a ranker, and all of them together. */
export const EACH = 2;
export const PAIRS = ROWS * EACH;
export const HISTORY = 8;
export const SEED = 7;
export const STEP = 3;

export interface Values {
  data: Float32Array;
  shape: readonly number[];
}
export type Named = Record<string, Values>;

export const toTensor = ({ data, shape }: Values): Tensor => tf.tensor(data, [...shape]);

/** Numbers in [from, to), the same for the same name and shape. */
export const numbers = (name: string, shape: readonly number[], from: number, to: number): Values => ({
  data: uniforms(
    SEED,
    STEP,
    streamOf('trial', name),
    shape.reduce((a, b) => a * b, 1),
  ).map((u) => from + (to - from) * u),
  shape,
});

const MASK = Array.from({ length: ROWS }, (_, row) => [HISTORY, 2, 0, 3][row % 4]!).map((events) =>
  Array.from({ length: HISTORY }, (_, t) => (t >= HISTORY - events ? 1 : 0)),
);
/** Mask and age of the newest `length` events. */
export function history(length: number): { mask: Values; ageDays: Values } {
  const mask = Float32Array.from(MASK.flatMap((row) => row.slice(HISTORY - length)));
  return {
    mask: { data: mask, shape: [ROWS, length] },
    ageDays: { data: mask.map((m, at) => m * (length - (at % length)) * 1.5), shape: [ROWS, length] },
  };
}

/** Which of `count` interests the rows have: one, two, … by turns. The padding row repeats row 0. */
export const activity = (count: number): Values => ({
  data: Float32Array.from({ length: ROWS * count }, (_, at) =>
    at % count <= (Math.floor(at / count) % PADDING_ROW) % count ? 1 : 0,
  ),
  shape: [ROWS, count],
});

/** Mask of texts of `length` tokens, which stand at the front: as many as a row has events. */
export function tokenMask(length: number): Values {
  return {
    data: Float32Array.from(MASK.flatMap((row) => row.slice(HISTORY - length).toReversed())),
    shape: [ROWS, length],
  };
}

/** Whether a leaf has one entry per row, or per pair. */
export const hasRows = (name: string, { shape }: Values): boolean =>
  !name.startsWith('weight/') && (shape[0] === ROWS || shape[0] === PAIRS);

/** Copies of the leaves (or cotangents) with the numbers of the padding row replaced. */
export function withPaddingRow(named: Named, value: (old: number) => number): Named {
  return Object.fromEntries(
    Object.entries(named).map(([name, values]) => {
      if (!hasRows(name, values)) return [name, values];
      const from = (values.data.length / ROWS) * PADDING_ROW;
      return [name, { ...values, data: values.data.map((x, at) => (at >= from ? value(x) : x)) }];
    }),
  );
}
