/** What each field of trained weights is worth: by its gates, and by what is lost when it tells nothing. */
import { rankCorrelation } from '../../data/rank-correlation';
import { unpricedFields } from '../../model/check/field-costs';
import { meanSeries } from '../../model/check/probe';
import { schemaOf } from '../../model/document/schema';
import { evaluate } from '../evaluate/evaluate';
import { LabError } from '../failure';
import { interval, type MeanInterval } from '../evaluate/interval';
import { validationSample } from '../evaluate/validation-sample';
import { pairCounts, pairMetrics, pairsOf } from '../evaluate/pairs';
import { scoresOfPairs } from '../evaluate/score-pairs';
import { WATCHED, watchedOf, type Watched } from '../training/best-weights';
import type { LiveModel } from '../training/live-model';
import { Serving } from '../training/serving';
import type { SeriesChunk } from '../runs/series';
import type { Watch } from '../waits';
import { servedFields, type ServedField } from './field-costs';
import { shuffled } from './shuffled';

export interface FieldWorth extends Omit<ServedField, 'cost'> {
  /** Null where it is never looked up for rows of its own. */
  cost: number | null;
  /** Mean over rows of its SE gate, as last read; null where it has none. */
  seGate: number | null;
  /** What the metric loses where the field is shuffled over its owners: mean and half width over the repeats. */
  importance: MeanInterval;
}

/**
 * Ways to order fields, and how much two of them agree (Spearman); null over fewer than two fields, or where one of the
 * ways says the same of all.
 */
export type Method = 'keep' | 'seGate' | 'importance';
export interface Agreement {
  methods: readonly [Method, Method];
  fields: number;
  rankCorrelation: number | null;
}

export interface FieldWorths {
  /** Steps the weights had seen. */
  step: number;
  /** By which weights of this graph are chosen: of lists, or of what users were shown. */
  metric: Watched;
  /** With all fields as they are, over so many users of the validation part. */
  value: number;
  validationUsers: number;
  repeats: number;
  fields: FieldWorth[];
  /** Read by objectives alone: shuffled, they change no list. */
  ofLoss: string[];
  agreement: Agreement[];
}

/** An interval needs two. */
const SHUFFLES = 3;

/**
 * Each field that what is served reads, in whatever way: shuffled wherever it is read.
 * @param series of the run, where there are some
 * @throws LabError (no-validation, scores-not-finite); the reason when aborted
 */
export async function fieldWorths(
  model: LiveModel,
  { repeats = SHUFFLES, series }: { repeats?: number | undefined; series: readonly SeriesChunk[] },
  { signal, onProgress }: Watch,
): Promise<FieldWorths> {
  const { dataset, compiled, weights, settings, step } = model;
  const targets = validationSample(compiled, dataset, settings);
  if (targets.length === 0) throw new LabError('no-validation', 'the data has no validation part');
  const { served: unpriced, ofLoss } = unpricedFields(model.graph, schemaOf(dataset));
  const served: Omit<FieldWorth, 'seGate' | 'importance'>[] = [
    ...(await servedFields(model)),
    ...unpriced.map((field) => ({ ...field, cost: null, time: null, keep: null })),
  ];
  const names = [...new Set(served.map(({ field }) => field))];
  const rounds = 1 + names.length * repeats;
  let round = 0;
  const held = watchedOf(model.graph) === 'gauc' ? pairsOf(dataset, 'validation') : null;
  const users = held ? pairCounts(held).users : 0;
  const pairs = users > 0 ? held : null;
  const metric = pairs ? 'gauc' : WATCHED;
  const measure = async (serving: Serving): Promise<number> => {
    const options = { signal, onProgress: (share: number) => onProgress((round + share) / rounds) };
    const metrics = pairs
      ? pairMetrics(pairs, await scoresOfPairs(serving, pairs, options))
      : (await evaluate({ serving }, targets, options)).metrics;
    round += 1;
    return metrics[metric]!;
  };
  const value = await measure(model.serving);
  const importance = new Map<string, MeanInterval>();
  for (const name of names) {
    const losses: number[] = [];
    for (let seed = 1; seed <= repeats; seed++) {
      const fields = dataset.fields.map((field) => (field.name === name ? shuffled(field, seed) : field));
      const serving = new Serving(compiled, { ...dataset, fields }, weights);
      try {
        losses.push(value - (await measure(serving)));
      } finally {
        serving.dispose();
      }
    }
    importance.set(name, interval(losses));
  }
  const gates = seGates(model, series);
  const fields = served.map((one) => ({
    ...one,
    seGate: gates.get(`${one.side} ${one.field}`) ?? null,
    importance: importance.get(one.field)!,
  }));
  return {
    step,
    metric,
    value,
    validationUsers: pairs ? users : targets.length,
    repeats,
    fields,
    ofLoss,
    agreement: agreementOf(fields),
  };
}

const SE_GATES = ['senet', 'part-gate'];

/** By side and field. */
function seGates({ compiled, graph }: LiveModel, series: readonly SeriesChunk[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { key, nodeId, name, block, labels } of compiled.probes) {
    if (name !== 'gate' || !SE_GATES.includes(block)) continue;
    const side = graph.nodes.find(({ id }) => id === nodeId)!.side;
    for (const [at, label] of labels.entries()) {
      const last = series.find((one) => one.name === meanSeries(key, at))?.values.at(-1);
      if (last !== undefined) found.set(`${side} ${label}`, last);
    }
  }
  return found;
}

const METHODS: readonly (readonly [Method, Method])[] = [
  ['keep', 'importance'],
  ['seGate', 'importance'],
  ['keep', 'seGate'],
];

export function agreementOf(
  fields: readonly (Pick<FieldWorth, 'keep' | 'seGate'> & { importance: Pick<MeanInterval, 'mean'> })[],
): Agreement[] {
  const valueOf = (field: (typeof fields)[number], method: Method): number | null =>
    method === 'importance' ? field.importance.mean : field[method];
  return METHODS.map(([one, other]) => {
    const both = fields.flatMap((field) => {
      const [a, b] = [valueOf(field, one), valueOf(field, other)];
      return a === null || b === null ? [] : [[a, b] as const];
    });
    return {
      methods: [one, other],
      fields: both.length,
      rankCorrelation: rankCorrelation(
        both.map(([a]) => a),
        both.map(([, b]) => b),
      ),
    };
  });
}
