/**
 * The declaration of one kind of node. Palette, inspector, validation, compilation, PyTorch export and the contract
 * suite follow from it. What it computes stands beside it in `forward.ts`, so that the page, which draws and checks
 * graphs, does not load tfjs.
 */
import type { SampledColumns } from '../../data/sampled-columns';
import type { PastWindow } from '../../data/sessions';
import type { Tensor } from '../../engine/tf';
import type { Side } from '../document/graph';
import type { ParamSpecs, ParamValues } from '../document/params';
import type { PortKind, PortOf, PortValues } from '../document/ports';
import type { Problem } from '../document/problem';

/**
 * Of a sequence: its rows; sums of them by shares, where `pool` is offered, and never its rows then; no more than its
 * mask and ages; or what those want who read it from there, at length one.
 */
export type SequencePart = 'rows' | 'sums' | 'times' | 'unit';

export interface InputSpec<K extends PortKind = PortKind, Many extends boolean = boolean> {
  kinds: readonly K[];
  /** True: any number of edges (at least one), in the order of the document's edges. */
  many: Many;
  /** The side the edge must come from, or the parameter that names it; none = whatever the node's own side may read. */
  from?: 'user' | 'item' | { param: string };
  /** What of a sequence is read with these parameters; its rows where it is not said. */
  reads?(params: Readonly<Record<string, unknown>>): SequencePart;
}
export const port = <K extends PortKind>(...kinds: K[]): InputSpec<K, false> => ({ kinds, many: false });
export const ports = <K extends PortKind>(...kinds: K[]): InputSpec<K, true> => ({ kinds, many: true });
export const sequencePort = (
  reads: (params: Readonly<Record<string, unknown>>) => SequencePart,
): InputSpec<'sequence', false> => ({ kinds: ['sequence'], many: false, reads });
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
  /** One constant after the other, over equal parts. */
  | { kind: 'piecewise'; values: readonly number[] };
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
  /** Which part of the user's past a `history` is; all of it unless given. */
  window?: PastWindow;
  /** Whether training reads the past of a whole stretch of a user's events at once (see `data/stretches.ts`). */
  everyPosition?: boolean;
}

/** What a block may ask for, and nothing more: each file of `run/abilities` adds one thing. */
export interface Context {
  readonly training: boolean;
}

/** What a block declares that it asks for: what has to be made of each batch. The same files add to it. */
export interface Asks<P extends ParamSpecs> {
  /** Ids looked up for this node; {} for most blocks. */
  lookups?(params: ParamValues<P>): Record<string, LookupRequest>;
  /**
   * Items to stand as columns beside those of the rows: the item side then has B + N rows, of which the first B are the
   * rows' own, unless their vectors are kept from earlier steps.
   */
  samples?(params: ParamValues<P>): SampledColumns | null;
}

/** Ports called by the kind of what flows there, and the loss of an objective, are named in the catalog. */
export type StandardPort = PortKind | 'loss';
/**
 * What a block says in a language, in `words.<language>.ts` beside it. `probes`: what each live value says, as the
 * title of its chart; `labels`: what its number is called where it has one that is nothing's of the log or the graph.
 * `ports`: what inputs and outputs with names of their own are called.
 */
export interface BlockWords {
  title: string;
  about: string;
  params: Readonly<Record<string, string>>;
  options?: Readonly<Record<string, string>>;
  probes?: Readonly<Record<string, string>>;
  labels?: Readonly<Record<string, string>>;
  ports?: Readonly<Record<string, string>>;
}

/** A text for each name under `Part`, which is left out where there are no names. */
type Each<Part extends string, Name> = [Name] extends [never]
  ? { readonly [P in Part]?: never }
  : { readonly [P in Part]: Readonly<Record<Name & string, string>> };
type OptionsOf<P> = {
  [N in keyof P]: P[N] extends { kind: 'choice'; options: readonly (infer O)[] } ? O : never;
}[keyof P];

/** The English words of a block: a text for every parameter, option, live value and port with a name of its own. */
export type WordsOf<B> =
  B extends Block<infer I, infer O, infer P, infer N>
    ? {
        title: string;
        about: string;
        params: Readonly<Record<keyof P, string>>;
        labels?: { readonly [L in N]?: string };
      } & Each<'options', OptionsOf<P>> &
        Each<'probes', N> &
        Each<'ports', Exclude<keyof I | keyof O, StandardPort>>
    : never;
/** The same in another language; where a text is missing, the English one stands in. */
export type TranslationOf<B> = { readonly [K in keyof WordsOf<B>]?: Partial<WordsOf<B>[K]> };

export type Sources<I extends InputSpecs> = { readonly [N in keyof I]: readonly string[] };

/** What bars of numbers are drawn on: where they begin, and the ends where every number lies between two. */
export interface Axis {
  origin: number;
  ends: readonly [low: number, high: number] | null;
}
/** Of amounts. */
export const FROM_ZERO: Axis = { origin: 0, ends: null };
/** Of shares and of gates that open from 0 to 1. */
export const SHARES: Axis = { origin: 0, ends: [0, 1] };

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
  /** From zero to the largest where it is not given. */
  axis?(params: ParamValues<P>): Axis;
  /** Whether these say how much of each field goes on: what the weights of a world's fields compare with. */
  weighsFields?: true;
  /** Whether nothing of what a label names passes where its number is 0. */
  isGate?(params: ParamValues<P>): boolean;
  /**
   * Whether these are shares of the events of the input `sequence`, by row, oldest first; of several groups in turn.
   */
  sharesOfEvents?: true;
}

/** What a block costs. */
export interface Cost {
  /** Multiply-adds x 2, per row of its side. */
  flops: number;
  /** Floats made once for a whole batch, however many rows it has. */
  batchFloats?: number;
  /** Floats made on the way for each row, beside what its matrices give. */
  rowFloats?: number;
  /** Floats of the largest tensor among them for each row, which lies in one buffer for all rows. */
  rowTensor?: number;
  /** Floats made for each row of a batch with each item of its rows, without a gradient. */
  crossFloats?: number;
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
  N extends string = string,
> extends Asks<P> {
  id: string;
  formerIds: readonly string[];
  /** `crossing`: of a ranker, computed for every pair of a user and a candidate. */
  family: 'input' | 'sequence' | 'gate' | 'channel' | 'fusion' | 'match' | 'crossing' | 'regulariser' | 'objective';
  sides: readonly Side[];
  /** Paper and equation, or 'standard'. */
  source: string;
  inputs: I;
  outputs: O;
  params: P;
  /**
   * Of an objective: it reads inner products of the vectors of a pairing and nothing else of them, so that columns that
   * no row has may be left out of both sides.
   */
  readsProductsAlone?: boolean;
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
  /**
   * Of a block that reads a sequence: whether what it gives for an event depends on this event and those before it, and
   * on nothing of the row that asks. Else it cannot be trained at every position.
   */
  causal?(params: ParamValues<P>): boolean;
  /** Output types from input types, or the problem. */
  infer(inputs: InputTypes<I>, params: ParamValues<P>, schema: LocalSchema): OutputTypes<O> | OwnProblem;
  /**
   * Rows and width of what a step keeps of this node for those after it (see `run/abilities/memory.ts`): part of a
   * checkpoint, and no weight. Null or absent = nothing.
   */
  memory?(inputs: InputTypes<I>, params: ParamValues<P>): readonly [rows: number, width: number] | null;
  /** @param schema given wherever a graph is compiled: for shapes that hang on a field */
  weights(inputs: InputTypes<I>, params: ParamValues<P>, schema?: LocalSchema): Record<string, WeightSpec>;
  cost(inputs: InputTypes<I>, params: ParamValues<P>): Cost;
  /** What `ctx.probe` publishes, by its name. */
  probes?: Readonly<Record<N, ProbeSpec<I, P>>>;
}

export function defineBlock<
  const I extends InputSpecs,
  const O extends OutputSpecs,
  const P extends ParamSpecs,
  N extends string = never,
>(block: Block<I, O, P, N>): Block<I, O, P, N> {
  return block;
}

/** What `forward.ts` of a block exports: the tensors of its outputs, in tfjs operations and engine kernels. */
export type Forward<B> =
  B extends Block<infer I, infer O, infer P, infer _N>
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
