/**
 * For tests: the items of a case's rows, and what an objective is told of them: log q, accidental hits, sampled items.
 */
import { encodedColumns } from '../../data/sampled-columns';
import { packHits } from '../../engine/kernels/in-batch-softmax/hits';
import { positivesOf } from '../../engine/kernels/in-batch-softmax/testing';
import * as tf from '../../engine/tf';
import type { Tensor } from '../../engine/tf';
import type { AnyBlock, Pairs } from '../blocks/block';
import type { Json } from '../document/graph';
import { withDefaults } from '../document/params';
import { rowFormulaOf } from '../nodes/row-formulas';
import type { Plain } from '../run/abilities/ability';
import { EACH, PADDING_ROW, PAIRS, ROWS, STEP } from './rows';

/** What decides how many items are sampled, and how. */
interface Configured {
  block: AnyBlock;
  params: Record<string, Json>;
}

/** Row i's item, and all training items of its user. The padding row repeats row 0. */
export const ITEMS = [3, 1, 3, 0, 5, 2, 7, 4, 6, 8, 3];
const POSITIVES = [[3, 1], [1], [3, 5], [0, 1], [5, 3, 8], [2], [7, 0, 6], [4], [6, 7], [8, 2], [3, 1]];
const LOG_Q = [0.05, 0.3, 0.1, 0.2, 0.05, 0.1, 0.05, 0.05, 0.1].map(Math.log);
/** 1 for real rows. */
const REAL = ITEMS.map((_, row) => (row === PADDING_ROW ? 0 : 1));
/** Of the pairs of a ranker: the first of each row was taken, the second of one row in three is not there. */
const LABELS = Float32Array.from({ length: PAIRS }, (_, pair) => (pair % EACH === 0 ? 1 : 0));
const THERE = LABELS.map((label, pair) =>
  REAL[Math.floor(pair / EACH)] === 1 && (label === 1 || pair % 3 > 0) ? 1 : 0,
);
/** Log-odds that a teacher gave them: none to what is not there, and to each fifth; the harness knows no scale. */
const SCORED = THERE.map((there, pair) => (there === 1 && pair % 5 !== 2 ? 1 : 0));
const SCORES = SCORED.map((scored, pair) => scored * (((pair * 7) % 5) - 1.6));
const hasTeacher = ({ block, params }: Configured): boolean =>
  block.candidates?.(withDefaults(block.params, params))?.teacher !== undefined;
const weightsOf = ({ block, params }: Configured): number[] => {
  // Any formula of an objective weighs the rows another way.
  const cycle = rowFormulaOf({ block: block.id, params }) ? [0.25, 3, 1] : [1, 0.5, 2, 1.5];
  return ITEMS.map((_, row) => (row === PADDING_ROW ? 0 : cycle[row % cycle.length]!));
};

/**
 * Accidental hits as `Pairs` holds them. @param items of the columns, of which the first are the rows'; @param taken by
 * the user of each row, its own item among them; @param real rows
 */
export function hitTensor(items: readonly number[], taken: readonly Iterable<number>[], real = taken.length): Tensor {
  const packed = packHits(positivesOf(taken), {
    real,
    users: Uint32Array.from(taken.keys()),
    items: Uint32Array.from(items.slice(0, taken.length)),
    sampled: Uint32Array.from(items.slice(taken.length)),
  });
  return tf.tensor1d(Int32Array.from(packed), 'int32');
}

const columnsOf = (block: AnyBlock, params: Record<string, Json>) =>
  block.samples?.(withDefaults(block.params, params)) ?? null;

/** Items that a block's parameters put behind those of the rows. */
export function sampledItems(block: AnyBlock, params: Record<string, Json>): number[] {
  const sampled = columnsOf(block, params);
  return Array.from({ length: sampled?.count ?? 0 }, (_, i) => SAMPLED[i % SAMPLED.length]!);
}
/** Those of them that the item side has rows for. */
export const encodedItems = (block: AnyBlock, params: Record<string, Json>): number =>
  encodedColumns(columnsOf(block, params));
/** Of columns of earlier batches: the second is not there. */
const agesOf = (block: AnyBlock, params: Record<string, Json>): number[] =>
  encodedItems(block, params) > 0
    ? []
    : sampledItems(block, params).map((_, n) => {
        const age = 1 + (n % STEP);
        return n === 1 || STEP - age < (columnsOf(block, params)?.from ?? 0) ? 0 : age;
      });
const SAMPLED = [2, 8, 1, 3, 5, 0];

/** [items] log of the chance that one of the columns of the real rows and the sampled ones holds the item. */
function mixedLogQ(block: AnyBlock, params: Record<string, Json>): number[] {
  const sampled = columnsOf(block, params);
  if (!sampled) return LOG_Q;
  return LOG_Q.map((logQ) =>
    Math.log(
      (PADDING_ROW * Math.exp(logQ) + sampled.count * (sampled.by === 'uniform' ? 1 / LOG_Q.length : Math.exp(logQ))) /
        (PADDING_ROW + sampled.count),
    ),
  );
}

export function casePairs(configured: Configured): Pairs {
  const { block, params } = configured;
  const columns = [...ITEMS, ...sampledItems(block, params)];
  const mixed = mixedLogQ(block, params);
  const ages = agesOf(block, params);
  return {
    logQ: tf.tensor1d(ITEMS.map((item) => LOG_Q[item]!)),
    hits: hitTensor(columns, POSITIVES, PADDING_ROW),
    realColumn: tf.tensor1d(REAL),
    weight: tf.tensor1d(weightsOf(configured)),
    sampled:
      columns.length === ROWS
        ? null
        : {
            logQ: tf.tensor1d(columns.map((item) => mixed[item]!)),
            realColumn: tf.tensor1d(columns.map((_, j) => (j === PADDING_ROW || ages[j - ROWS] === 0 ? 0 : 1))),
          },
    lists: {
      each: EACH,
      labels: tf.tensor1d(LABELS),
      there: tf.tensor1d(THERE),
      teacher: hasTeacher(configured) ? { logits: tf.tensor1d(SCORES), scored: tf.tensor1d(SCORED) } : null,
    },
    items: LOG_Q.length,
  };
}

/** The pairs as the twin reads them. */
export function plainPairs(configured: Configured): Plain {
  const { block, params } = configured;
  const most = Math.max(...POSITIVES.map((items) => items.length));
  const extra = sampledItems(block, params);
  const ages = agesOf(block, params);
  return {
    item: { values: Uint32Array.from(ITEMS), shape: [ROWS] },
    logQ: { values: Float32Array.from(LOG_Q), shape: [LOG_Q.length] },
    sampled: { values: Uint32Array.from(extra), shape: [extra.length] },
    ages: { values: Uint32Array.from(ages), shape: [ages.length] },
    mixedLogQ: { values: Float32Array.from(mixedLogQ(block, params)), shape: [LOG_Q.length] },
    positives: {
      values: Uint32Array.from(
        POSITIVES.flatMap((items) => Array.from({ length: most }, (_, at) => items[at] ?? 0xffffffff)),
      ),
      shape: [ROWS, most],
    },
    realColumn: { values: Float32Array.from(REAL), shape: [ROWS] },
    weight: { values: Float32Array.from(weightsOf(configured)), shape: [ROWS] },
    weightByNode: {},
    lists: { labels: { values: LABELS, shape: [PAIRS] }, there: { values: THERE, shape: [PAIRS] } },
    teacher: hasTeacher(configured)
      ? { logits: { values: SCORES, shape: [PAIRS] }, scored: { values: SCORED, shape: [PAIRS] } }
      : null,
  };
}
