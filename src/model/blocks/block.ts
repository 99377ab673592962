/**
 * The declaration of one kind of node. Palette, inspector, validation, compilation, PyTorch export and the contract
 * suite follow from it. What it computes stands beside it in `forward.ts`, so that the page, which draws and checks
 * graphs, does not load tfjs.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { SampledColumns } from '../../data/sampled-columns';
import type { PastWindow } from '../../data/sessions';
import type { Dropping } from '../../engine/kernels/dropout/dropout';
import type { Side } from '../document/graph';
import type { ParamSpecs, ParamValues } from '../document/params';
import type { PortKind, PortOf, PortValues } from '../document/ports';
import type { Problem } from '../document/problem';

export interface InputSpec<K extends PortKind = PortKind, Many extends boolean = boolean> {
  kinds: readonly K[];
  /** True: any number of edges (at least one), in the order of the document's edges. */
  many: Many;
  /** The side the edge must come from, or the parameter that names it; none = whatever the node's own side may read. */
  from?: 'user' | 'item' | { param: string };
  /**
   * Whether, with these parameters, the block sums a sequence by shares where `pool` is offered, and never reads its
   * rows then.
   */
  pools?(params: Readonly<Record<string, unknown>>): boolean;
}
export const port = <K extends PortKind>(...kinds: K[]): InputSpec<K, false> => ({ kinds, many: false });
export const ports = <K extends PortKind>(...kinds: K[]): InputSpec<K, true> => ({ kinds, many: true });
export const pooledPort = (
  pools: (params: Readonly<Record<string, unknown>>) => boolean,
): InputSpec<'sequence', false> => ({ kinds: ['sequence'], many: false, pools });
export const portFrom = <K extends PortKind>(
  from: 'user' | 'item' | { param: string },
  kind: K,
): InputSpec<K, false> => ({ kinds: [kind], many: false, from });

export type InputSpecs = Readonly<Record<string, InputSpec>>;
export type OutputSpecs = Readonly<Record<string, PortKind>>;

type TypeOf<S> = S extends InputSpec<infer K, infer M> ? (M extends true ? readonly PortOf<K>[] : PortOf<K>) : never;
/** A value together with its static type, so that a block accepting two kinds can tell them apart. */
export type Typed<K extends PortKind = PortKind> = { [P in K]: { type: PortOf<P> } & PortValues[P] }[K];
type ValueOf<S> = S extends InputSpec<infer K, infer M> ? (M extends true ? readonly Typed<K>[] : Typed<K>) : never;
export type InputTypes<I extends InputSpecs> = { readonly [N in keyof I]: TypeOf<I[N]> };
export type InputValues<I extends InputSpecs> = { readonly [N in keyof I]: ValueOf<I[N]> };
export type OutputTypes<O extends OutputSpecs> = { readonly [N in keyof O]: PortOf<O[N]> };
export type OutputValues<O extends OutputSpecs> = { readonly [N in keyof O]: PortValues[O[N]] };

export type Init =
  | { kind: 'glorot'; fanIn: number; fanOut: number }
  | { kind: 'normal'; std: number }
  /** 1 on the diagonal of a matrix of so many columns. */
  | { kind: 'identity'; columns: number }
  | { kind: 'constant'; value: number }
  /** One constant after the other, over equal stretches. */
  | { kind: 'stretches'; values: readonly number[] };
export interface WeightSpec {
  shape: readonly number[];
  init: Init;
}
export type Weights = Readonly<Record<string, Tensor>>;

/** Embedded ids a block asks for, of tables of one width; their gradients leave the tape where they are looked up. */
export interface LookupRequest {
  tables: readonly string[];
  /**
   * `row`: the fields of the side's own row, [R, F, D]. `history`: of each item of the user's past, or of each user of
   * the item's, [R, length, F, D]. `tokens`: the first `length` tokens of one text of the row, [R, length, 1, D].
   */
  at: 'row' | 'history' | 'tokens';
  length: number;
  /** Which stretch of the user's past a `history` is; all of it unless given. */
  window?: PastWindow;
}

/** The batch as the match and the objectives see it. */
export interface Pairs {
  layout: 'diagonal' | 'all' | 'list';
  /** log q of the rows' items, [B]; q sums to 1 over the training rows. */
  logQ: Tensor;
  /**
   * Columns that are no negatives of a row, int32, in the layout of engine/kernels/in-batch-softmax/hits.ts; kinds as
   * in data/batches.ts. Sampled columns come last.
   */
  hits: Tensor;
  /** The same by column: rows that are no negatives of its item. */
  columnHits: Tensor;
  /** [B], 1 for real columns, 0 for padding of the last batch. */
  realColumn: Tensor;
  /** Row weights, [B]; 0 for padding. */
  weight: Tensor;
  /**
   * Of the columns with sampled items behind those of the rows, [B + N]: log q of the mixture, and which are real. Null
   * where no objective asks for any.
   */
  sampled: { logQ: Tensor; realColumn: Tensor } | null;
}

/** A categorical or multi-valued item field as the batch holds it. */
export interface ItemColumn {
  /**
   * [B, L] float32: the field's rows of each row's item (rows as in data/dataset.ts); one of them where it is
   * categorical. Not differentiated.
   */
  values: Tensor2D;
  /** [B, L] share of each; those of an item add up to 1. Not differentiated. */
  shares: Tensor2D;
  /** Rows of the field. */
  rows: number;
}

/** What a block may ask for, and nothing more. */
export interface Context {
  readonly training: boolean;
  /** Embedded rows by the name given in `lookups`: [R, F, D] or [R, length, F, D]. */
  lookup(name: string): Tensor;
  /**
   * Sums a history lookup by shares [R, length] as it is read, to [R, F x D]; null where something wants the rows
   * themselves.
   */
  pooledLookup(name: string): ((shares: Tensor2D) => Tensor2D) | null;
  /**
   * Mask and age of the last `length` events in the past of the side's rows, or in a window of it that the node looks
   * up: [R, length], oldest first, right-aligned: the newest event is the last column.
   */
  history(length: number, window?: PastWindow): { mask: Tensor; readonly ageDays: Tensor };
  /** [R, length], 1 = a token, of a `tokens` lookup. */
  tokenMask(name: string): Tensor2D;
  /**
   * Drops numbers of x by draws that are a pure function of seed, step, node, name and index (see
   * engine/kernels/counter-uniform).
   */
  dropout<T extends Tensor>(name: string, x: T, dropping: Dropping): T;
  /** The value without its gradient. */
  detach<T extends Tensor>(x: T): T;
  /**
   * Publishes a live value that `probes` declares. A function is called only while somebody watches: give one where the
   * value costs work of its own.
   */
  probe(name: string, x: Tensor | (() => Tensor)): void;
  /** Adds a penalty of the block's own to the loss. */
  term(name: string, scalar: Tensor): void;
  /** A field of `columns`. */
  column(field: string): ItemColumn;
  /** int32 [R]: a hash of the id of each row's user, or item, the same in every run and after every export. */
  hash(): Tensor1D;
  readonly pairs: Pairs;
}

/** Ports called by the kind of what flows there, and the loss of an objective, are named in the catalog. */
export type StandardPort = PortKind | 'loss';
type PortWords<Own extends string> = string extends Own
  ? { ports?: Readonly<Record<string, string>> }
  : [Own] extends [never]
    ? { ports?: never }
    : { ports: Readonly<Record<Own, string>> };

/**
 * `probes`: what each live value says, as the title of its chart; `labels`: what its number is called where it has one
 * that is nothing's of the log or the graph. `ports`: what inputs and outputs with names of their own are called.
 */
export type BlockWords<Own extends string = string> = {
  title: string;
  about: string;
  params: Readonly<Record<string, string>>;
  options?: Readonly<Record<string, string>>;
  probes?: Readonly<Record<string, string>>;
  labels?: Readonly<Record<string, string>>;
} & PortWords<Own>;

export type Sources<I extends InputSpecs> = { readonly [N in keyof I]: readonly string[] };

/**
 * A live value of a block: as many numbers as it has labels, in their order, for a batch or for each row of it: [n] or
 * [R, n].
 */
export interface ProbeSpec<I extends InputSpecs = InputSpecs, P extends ParamSpecs = ParamSpecs> {
  per: 'row' | 'batch';
  /**
   * Empty where the parameters leave nothing to show.
   * @param sources by input: the nodes that feed it, in the order of the edges
   */
  labels(inputs: InputTypes<I>, params: ParamValues<P>, sources: Sources<I>): readonly string[];
  /**
   * Whether these are shares of the events of the input `sequence`, by row, oldest first; of several groups in turn.
   */
  sharesOfEvents?: true;
}

/**
 * What a block costs, all counted per row of its side: multiply-adds x 2, and floats kept in the index for each item.
 */
export interface Cost {
  flops: number;
}

export interface LocalSchema {
  /** Table id -> field it embeds and width. Only tables of the graph. */
  table(id: string): { field: string; width: number; owner: 'user' | 'item' | 'context' } | undefined;
  field?(name: string): { rows: number; length: number } | undefined;
}

/** A problem a block finds itself; node id is filled in by `validate`. */
export type OwnProblem = Omit<Problem, 'nodeId'>;

export interface Block<
  I extends InputSpecs = InputSpecs,
  O extends OutputSpecs = OutputSpecs,
  P extends ParamSpecs = ParamSpecs,
> {
  id: string;
  formerIds: readonly string[];
  family: 'input' | 'sequence' | 'gate' | 'channel' | 'fusion' | 'match' | 'regulariser' | 'objective';
  sides: readonly Side[];
  /** Paper and equation, or 'standard'. */
  source: string;
  words: { readonly [L in 'en' | 'zh']: BlockWords<Exclude<(keyof I | keyof O) & string, StandardPort>> };
  inputs: I;
  outputs: O;
  params: P;
  /** Ids looked up for this node; {} for most blocks. */
  lookups?(params: ParamValues<P>): Record<string, LookupRequest>;
  /**
   * Items to stand as columns beside those of the rows: the item side then has B + N rows, of which the first B are the
   * rows' own.
   */
  samples?(params: ParamValues<P>): SampledColumns | null;
  /** Whether `ctx.pairs.hits` is read: listing the hits takes time in every step. */
  readsHits?(params: ParamValues<P>): boolean;
  /** Whether `ctx.pairs.columnHits` is read, too. */
  readsColumnHits?(params: ParamValues<P>): boolean;
  /**
   * Of an objective: whether its negatives are the hardest of the batch, beside easier ones or alone. Absent where it
   * has no negatives.
   */
  hardNegatives?(params: ParamValues<P>): 'none' | 'some' | 'only';
  /**
   * Of an objective that compares the categories of a batch: by which item field, and from how many different items on
   * a category counts.
   */
  comparesCategories?(params: ParamValues<P>): { field: string; least: number };
  /** Item fields read by `ctx.column`. */
  columns?(params: ParamValues<P>): readonly string[];
  /** Whether `ctx.hash` is read. */
  readsHash?(params: ParamValues<P>): boolean;
  /** Whether `ageDays` of a sequence is read: ages, too, take time in every step. */
  readsAges?(params: ParamValues<P>): boolean;
  /** Output types from input types, or the problem. */
  infer(inputs: InputTypes<I>, params: ParamValues<P>, schema: LocalSchema): OutputTypes<O> | OwnProblem;
  /** @param schema given wherever a graph is compiled: for shapes that hang on a field */
  weights(inputs: InputTypes<I>, params: ParamValues<P>, schema?: LocalSchema): Record<string, WeightSpec>;
  cost(inputs: InputTypes<I>, params: ParamValues<P>): Cost;
  /** What `ctx.probe` publishes, by its name. */
  probes?: Readonly<Record<string, ProbeSpec<I, P>>>;
}

export function defineBlock<const I extends InputSpecs, const O extends OutputSpecs, const P extends ParamSpecs>(
  block: Block<I, O, P>,
): Block<I, O, P> {
  return block;
}

/** What `forward.ts` of a block exports: the tensors of its outputs, in tfjs operations and engine kernels. */
export type Forward<B> =
  B extends Block<infer I, infer O, infer P>
    ? (inputs: InputValues<I>, weights: Weights, params: ParamValues<P>, ctx: Context) => OutputValues<O>
    : never;
export type AnyForward = (
  inputs: InputValues<InputSpecs>,
  weights: Weights,
  params: ParamValues<ParamSpecs>,
  ctx: Context,
) => OutputValues<OutputSpecs>;

/**
 * Any block, with its type parameters forgotten: what registries hold. Parameters of methods are bivariant, so every
 * block is one.
 */
export type AnyBlock = Block<InputSpecs, OutputSpecs, ParamSpecs>;

export const isProblem = (x: object): x is OwnProblem => 'code' in x;
