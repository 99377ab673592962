import type { Batch } from '../../../data/batches';
import type { Dataset } from '../../../data/dataset';
import type { Candidates } from '../../../data/candidates';
import { trainingPositives } from '../../../data/positives';
import { trainingPart } from '../../../data/training-part';
import { rowWeights } from '../../../data/weight-formula/row-weights';
import type { Tensor } from '../../../engine/tf';
import type { TowerGraph } from '../../document/graph';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { formulasOf, rowFormulaOf } from '../../nodes/row-formulas';
import { sampledOf } from '../../nodes/samples';
import { PairInputs } from '../feed/pair-inputs';
import { ability, type Plain } from './ability';

declare module '../../blocks/block' {
  /** The batch as the match and the objectives see it. */
  interface Pairs {
    /** log q of the rows' items, [B]; q sums to 1 over the training rows. */
    logQ: Tensor;
    /**
     * What tells which columns are no negatives of a row, int32, in the layout of
     * engine/kernels/in-batch-softmax/hits.ts. Sampled columns come last.
     */
    hits: Tensor;
    /** [B], 1 for real columns, 0 for padding of the last batch. */
    realColumn: Tensor;
    /** Row weights, [B], by the formula of the objective that asks where it has one; 0 for padding. */
    weight: Tensor;
    /**
     * Of the columns with sampled items behind those of the rows, [B + N]: log q of the mixture, and which are real: of
     * earlier batches those that are kept already. Null where no objective asks for any.
     */
    sampled: { logQ: Tensor; realColumn: Tensor } | null;
    /**
     * Of a ranker, by pair, [P] = [B x each]: which were taken, and which are there, as those are not that pad a batch
     * or for which no candidate was found; where there is a teacher, its log-odds, and which it scored. Null where no
     * objective asks for candidates.
     */
    lists: {
      each: number;
      labels: Tensor;
      there: Tensor;
      teacher: { logits: Tensor; scored: Tensor } | null;
    } | null;
    /** How many the catalogue has. */
    items: number;
  }
  interface Context {
    /** Only training has them. */
    readonly pairs: Pairs;
  }
  interface Asks<P extends ParamSpecs> {
    /** Whether `ctx.pairs.hits` is read: it holds what every user took. */
    readsHits?(params: ParamValues<P>): boolean;
    /** Of an objective of a ranker: how many candidates each row scores. */
    candidates?(params: ParamValues<P>): Candidates;
  }
}

export default ability('pairs', {
  feed: ({ compiled, dataset, training }) =>
    training &&
    new PairInputs(training.batch, {
      positives: compiled.asks((block, params) => block.readsHits?.(params))
        ? trainingPositives(trainingPart(dataset), dataset.items.length)
        : null,
      sampled: compiled.sampled,
      candidates: compiled.candidates,
      formulas: new Map(formulasOf(compiled.graph).map(({ text }) => [text, rowWeights(dataset, text)])),
      items: dataset.items.length,
      firstStep: training.firstStep,
    }),
  give({ node }, feed) {
    if (!feed) throw new Error(`"${node.id}" asked for pairs, which only training has`);
    return feed.pairsBy(rowFormulaOf(node)?.text ?? null);
  },
  twin: { read: (graph, dataset, batch) => twinPairs(graph, dataset, batch) },
});

/**
 * What the twin makes its masks and corrections from, by ids: an independent check of what is found here.
 * item [B], sampled [N], ages [N] of those of earlier batches (0 = there is none) or [0], mixedLogQ [items] of all
 * columns together, logQ [items], positives [B, P]: the training items of the row's user, 2^32 - 1 where there are
 * fewer than P; realColumn [B], weight [B], and by node another weight [B] of objectives with a formula of their own.
 */
function twinPairs(graph: TowerGraph, dataset: Dataset, batch: Batch): Plain {
  const { events, split, items } = dataset;
  const sampled = sampledOf(graph);
  const positives = new Map<number, Set<number>>();
  for (const event of split.train) {
    const user = events.user[event]!;
    positives.set(user, (positives.get(user) ?? new Set()).add(events.item[event]!));
  }
  const rows = Array.from(batch.users, (user) => [...(positives.get(user) ?? [])]);
  const most = rows.reduce((longest, row) => Math.max(longest, row.length), 1);
  const unused = 0xffffffff;
  // Half an event for an item never seen, as in the batches.
  const logQ = Float32Array.from(items, (_, item) =>
    Math.log(Math.max(split.itemCounts[item] ?? 0, 0.5) / split.train.length),
  );
  const teacher = batch.candidates?.teacher ?? null;
  const share = (item: number): number => (split.itemCounts[item] ?? 0) / split.train.length;
  const columns = sampled
    ? Float32Array.from(items, (_, item) => {
        const expected =
          batch.real * share(item) + sampled.count * (sampled.by === 'uniform' ? 1 / items.length : share(item));
        return Math.log(expected / (batch.real + sampled.count));
      })
    : logQ;
  return {
    item: { values: batch.items, shape: [batch.size] },
    sampled: { values: batch.sampled, shape: [batch.sampled.length] },
    ages: { values: batch.ages ?? new Uint32Array(0), shape: [batch.ages?.length ?? 0] },
    mixedLogQ: { values: columns, shape: [items.length] },
    logQ: { values: logQ, shape: [items.length] },
    positives: {
      values: Uint32Array.from(rows.flatMap((row) => Array.from({ length: most }, (_, at) => row[at] ?? unused))),
      shape: [batch.size, most],
    },
    realColumn: { values: batch.realColumn, shape: [batch.size] },
    weight: { values: batch.weight, shape: [batch.size] },
    weightByNode: Object.fromEntries(
      formulasOf(graph).map(({ nodeId, text }) => [nodeId, weightBy(rowWeights(dataset, text), batch)]),
    ),
    lists: batch.candidates && {
      labels: { values: batch.candidates.labels, shape: [batch.candidates.labels.length] },
      there: { values: batch.candidates.there, shape: [batch.candidates.there.length] },
    },
    teacher: teacher && {
      logits: { values: teacher.logits, shape: [teacher.logits.length] },
      scored: { values: teacher.scored, shape: [teacher.scored.length] },
    },
  };
}

/** [B] by a formula; 0 for padding. @param ofEvents [events] */
const weightBy = (ofEvents: Float32Array, { events, real, size }: Batch): Plain => ({
  values: Float32Array.from(events, (event, row) => (row < real ? ofEvents[event]! : 0)),
  shape: [size],
});
