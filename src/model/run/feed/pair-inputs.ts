/**
 * What the objectives read of a batch, in fixed buffers: how often its items stand as columns, which are no negatives,
 * what a row counts.
 */
import type { Batch } from '../../../data/batches';
import type { Candidates } from '../../../data/candidates';
import type { Positives } from '../../../data/positives';
import type { SampledColumns } from '../../../data/sampled-columns';
import { Storage } from '../../../engine/storage';
import type { Pairs } from '../../blocks/block';
import type { Feed, Given } from '../abilities/ability';
import { FormulaWeights } from './formula-weights';
import { HitWords } from './hit-words';

/** What tells the accidental hits of a batch: words of the step in front, then the positives of all users. */
class HitInputs {
  readonly storage: Storage;
  private readonly hits: HitWords;

  constructor(
    rows: number,
    sampled: number,
    private readonly positives: Positives,
  ) {
    this.hits = new HitWords(rows, sampled);
    const { words } = this.hits;
    const all = new Uint32Array(words.length + positives.item.length);
    all.set(positives.item, words.length);
    this.storage = Storage.create('items taken by each user in training', [all.length], 'int32', all);
  }

  prepare({ batch }: Given): void {
    if (batch) this.hits.prepare(this.positives, batch);
  }

  submit(): void {
    this.storage.write(this.hits.words);
  }
}

/** Numbers of each row that are mostly those of the step before: written where they are not. */
class RarelyNew {
  readonly storage: Storage;
  private readonly written: Float32Array;

  constructor(name: string, length: number) {
    this.storage = Storage.create(name, [length], 'float32');
    this.written = new Float32Array(length).fill(Number.NaN);
  }

  write(numbers: Float32Array): void {
    const { written } = this;
    let same = 0;
    while (same < written.length && written[same] === numbers[same]) same++;
    if (same === written.length) return;
    written.set(numbers);
    this.storage.write(numbers);
  }
}

/** [B + N] 1 = a row's own column that is no padding, or one behind them that is there. */
export function realColumns({ step, realColumn, sampled, ages }: Batch, firstStep: number): Float32Array {
  const real = new Float32Array(realColumn.length + sampled.length).fill(1);
  real.set(realColumn);
  ages?.forEach((age, n) => (real[realColumn.length + n] = age > 0 && step - age >= firstStep ? 1 : 0));
  return real;
}

/** The buffers behind `Pairs` for batches of `size` positives. */
export class PairInputs implements Feed {
  private readonly logQ: Storage;
  private readonly weight: RarelyNew;
  private readonly realColumn: RarelyNew;
  private readonly items: number;
  private readonly firstStep: number;
  /** Of all columns, where some are sampled. */
  private readonly columns: { logQ: Storage; realColumn: RarelyNew } | null;
  private readonly hits: HitInputs | null;
  /** Row weights of objectives that have a formula of their own, by its text. */
  private readonly byFormula: ReadonlyMap<string, { weights: FormulaWeights; written: RarelyNew }>;
  /** Of a ranker, by pair. */
  private readonly lists: {
    each: number;
    labels: RarelyNew;
    there: RarelyNew;
    teacher: { logits: RarelyNew; scored: RarelyNew } | null;
  } | null;

  /**
   * @param reads positives null where nobody reads hits; `items` of the catalogue; `formulas`: weights of the events by
   * each formula that an objective has of its own; `firstStep`: no column is of a row of a step before it
   * @throws LimitError where the positives do not fit one buffer
   */
  constructor(
    size: number,
    {
      positives,
      sampled,
      candidates = null,
      formulas = new Map(),
      items,
      firstStep = 0,
    }: {
      positives: Positives | null;
      sampled: SampledColumns | null;
      candidates?: Candidates | null;
      formulas?: ReadonlyMap<string, Float32Array>;
      items: number;
      firstStep?: number;
    },
  ) {
    this.items = items;
    this.firstStep = firstStep;
    const all = size + (sampled?.count ?? 0);
    this.hits = positives && new HitInputs(size, all - size, positives);
    this.logQ = Storage.create('log q', [size], 'float32');
    this.weight = new RarelyNew('row weights', size);
    this.realColumn = new RarelyNew('real columns', size);
    this.byFormula = new Map(
      [...formulas].map(([text, ofEvents]) => [
        text,
        { weights: new FormulaWeights(size, ofEvents), written: new RarelyNew(`row weights by ${text}`, size) },
      ]),
    );
    this.columns = sampled && {
      logQ: Storage.create('log q of all columns', [all], 'float32'),
      realColumn: new RarelyNew('all real columns', all),
    };
    const scored = (candidates?.each ?? 0) * size;
    this.lists = candidates && {
      each: candidates.each,
      labels: new RarelyNew('labels of the candidates', scored),
      there: new RarelyNew('candidates there', scored),
      teacher: candidates.teacher
        ? {
            logits: new RarelyNew('log-odds by the teacher', scored),
            scored: new RarelyNew('candidates scored by the teacher', scored),
          }
        : null,
    };
  }

  prepare(given: Given): void {
    this.hits?.prepare(given);
    if (given.batch) for (const { weights } of this.byFormula.values()) weights.prepare(given.batch);
  }

  submit({ batch }: Given): void {
    if (!batch) return;
    this.logQ.write(batch.logQ);
    this.weight.write(batch.weight);
    this.realColumn.write(batch.realColumn);
    for (const { weights, written } of this.byFormula.values()) written.write(weights.values);
    if (this.columns) {
      this.columns.realColumn.write(realColumns(batch, this.firstStep));
      this.columns.logQ.write(batch.mixedLogQ);
    }
    if (this.lists && batch.candidates) {
      const { labels, there, teacher } = batch.candidates;
      this.lists.labels.write(labels);
      this.lists.there.write(there);
      if (teacher) {
        this.lists.teacher?.logits.write(teacher.logits);
        this.lists.teacher?.scored.write(teacher.scored);
      }
    }
    this.hits?.submit();
  }

  /** As an objective sees it. @param formula of its own row weights; null = those of the data */
  pairsBy(formula: string | null): Pairs {
    const own = formula === null ? undefined : this.byFormula.get(formula);
    return own ? { ...this.pairs, weight: own.written.storage.tensor } : this.pairs;
  }

  get pairs(): Pairs {
    const { logQ, weight, realColumn, columns, lists, items } = this;
    return {
      logQ: logQ.tensor,
      weight: weight.storage.tensor,
      realColumn: realColumn.storage.tensor,
      // Nobody reads it where there are none.
      hits: (this.hits?.storage ?? logQ).tensor,
      sampled: columns && { logQ: columns.logQ.tensor, realColumn: columns.realColumn.storage.tensor },
      lists: lists && {
        each: lists.each,
        labels: lists.labels.storage.tensor,
        there: lists.there.storage.tensor,
        teacher: lists.teacher && {
          logits: lists.teacher.logits.storage.tensor,
          scored: lists.teacher.scored.storage.tensor,
        },
      },
      items,
    };
  }

  dispose(): void {
    this.logQ.dispose();
    const { lists } = this;
    for (const one of [
      this.weight,
      this.realColumn,
      ...[...this.byFormula.values()].map(({ written }) => written),
      this.columns?.realColumn,
      lists?.labels,
      lists?.there,
      lists?.teacher?.logits,
      lists?.teacher?.scored,
    ])
      one?.storage.dispose();
    this.columns?.logQ.dispose();
    this.hits?.storage.dispose();
  }
}
