/**
 * What a block may ask of its context, beside its inputs, weights and parameters: a file here for each ability. The
 * file adds its type to `Context`, and what a block declares of it to `Asks`; it says what the device has to hold, what
 * a node is given, what a block alone in a test is given, and what the twin in PyTorch reads (`<name>.py` beside it
 * puts that into the twin's context).
 */
import type { Batch } from '../../../data/batches';
import type { Dataset } from '../../../data/dataset';
import type { Storage } from '../../../engine/storage';
import type { Tensor, Tensor2D } from '../../../engine/tf';
import type { Context } from '../../blocks/block';
import type { GraphNode, TowerGraph } from '../../document/graph';
import type { CompiledGraph } from '../compile';
import type { Leaves } from '../feed/leaves';
import type { RowSet } from '../feed/row-sets';
import type { SideInputs } from '../feed/side-inputs';

export type Tower = 'user' | 'item';

/** The side whose rows a node reads; match and objectives read by those of the user. */
export const towerOf = ({ side }: GraphNode): Tower => (side === 'item' ? 'item' : 'user');

/** What buffers are made for. */
export interface Setting {
  compiled: CompiledGraph;
  dataset: Dataset;
  /** Rows of a batch or a chunk, by side. */
  rows: Readonly<Record<Tower, number>>;
  /** Null where towers are only encoded. */
  training: {
    /** The batches and the draws of a run. */
    batch: number;
    seed: number;
    /** Of a batch where every position is trained, else null. */
    stretches: number | null;
    /** Of the stage: nothing is left of the steps before it. */
    firstStep: number;
    /** What steps keep of a node, by its path. */
    memoryOf(path: string): Storage;
  } | null;
}

/** What the buffers are filled from: a training batch, or rows of one side. */
export interface Given {
  user?: RowSet;
  item?: RowSet;
  batch?: Batch;
}

/** Buffers on the device, filled anew for each batch, so that a recorded step reads the new one. */
export interface Feed {
  /** All of the work that needs no device. */
  prepare?(given: Given): void;
  /** Writes what was prepared. */
  submit(given: Given): void;
  dispose(): void;
}

/** One forward pass. */
export interface Pass {
  training: boolean;
  /** Whether a weight learns in this pass, by its path; absent where none does. */
  learns?: (path: string) => boolean;
  /** How many rows there are, where all are scalings of the last one and are attributed to what it is made of. */
  explained?: number;
  /** Of the sides that have inputs. */
  sides: Partial<Readonly<Record<Tower, { inputs: SideInputs; leaves: Leaves }>>>;
  /** Takes live values; null where nobody watches. */
  probe: ((nodeId: string, name: string, x: Tensor) => void) | null;
  /** Takes the units of ReLUs; absent where nobody counts dead ones. */
  rectified?: (nodeId: string, x: Tensor2D, there?: Tensor2D) => void;
}

/** A node that computes in a pass. */
export interface Asking {
  node: GraphNode;
  pass: Pass;
}

/** A block in a test, without a graph: its rows are invented, and the last one is padding that repeats the first. */
export interface Alone {
  rows: number;
  /** Of a ranker: its rows above the towers. */
  pairs: number;
  /** Numbers in [0, 1), the same for the same name and shape. */
  uniform(name: string, shape: readonly number[]): Tensor;
}

/** Arrays by name, as the twin reads them. */
export interface PlainArray {
  readonly values: Float32Array | Uint32Array;
  readonly shape: readonly number[];
}
export type Plain = null | PlainArray | { readonly [name: string]: Plain };

export interface Twin {
  /** Item fields it reads of the batch, beside those of the tables. */
  fields?(graph: TowerGraph): readonly string[];
  /** What it reads of a batch, under the name of the ability. */
  read?(graph: TowerGraph, dataset: Dataset, batch: Batch): Plain;
  /** The same of a block alone. */
  alone?(rows: number): Plain;
}

export interface Ability<N extends keyof Context = keyof Context, F extends Feed = Feed> {
  name: N;
  /** Null where no node of the graph asks for it. */
  feed?(setting: Setting): F | null;
  /** `ctx[name]` of a node. @param feed null where there is none */
  give(asking: Asking, feed: F | null): Context[N];
  /** `ctx[name]` of a block alone; absent where the test itself says what it is. */
  alone?(alone: Alone): Context[N];
  twin?: Twin;
}

export const ability = <N extends keyof Context, F extends Feed = Feed>(
  name: N,
  sides: Omit<Ability<N, F>, 'name'>,
): Ability<N, F> => ({ name, ...sides });

/** Any ability, as the registry holds it: parameters of methods are bivariant. */
export type AnyAbility = Ability;

/** @throws Error always: a node asked for what is not there */
export function absent(what: string): never {
  throw new Error(`internal: ${what}`);
}
