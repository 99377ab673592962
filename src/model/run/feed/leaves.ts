/** What a forward pass looks up: the tensors that gradients come back for. */
import * as tf from '@tensorflow/tfjs';
import { lookUp, pooledLookup, type Lookup } from '../../../engine/embedding/lookup';
import { concatColumns } from '../../../engine/kernels/concat/concat';
import { emptyTensor, onGpu } from '../../../engine/run-kernel';
import type { CompiledLookup } from '../compile';

/**
 * What a node asks for, or a span of its fields where they lie in several arenas. A table in pieces is a span of
 * its own, and looked up piece by piece: slots of other pieces have weight 0, and the results are added up.
 */
export interface NodeLookup {
  request: CompiledLookup;
  span: number;
  part: number;
  lookup: Lookup;
}

/** Of `Leaves.tensors`. @param reader of the inputs that pool it, 0 where nothing does */
export const leafKey = (key: string, part: number, reader: number): string => `${key} part ${part} for ${reader}`;

/** The leaves of one forward pass of a side: looked-up rows, and pools that are filled when a block asks for them. */
export class Leaves {
  /** Rows [R, (T,) F, D], pools [R, F x D]. */
  readonly tensors = new Map<string, tf.Tensor>();
  /** [R, T] what each pool was summed by. */
  readonly shares = new Map<string, tf.Tensor>();
  private readonly read = new Map<string, number>();

  constructor(private readonly lookups: readonly NodeLookup[]) {
    for (const {
      request: { key, at, pooled },
      part,
      lookup,
    } of lookups) {
      const { rows, events, fields, width } = lookup;
      for (let reader = 0; reader < pooled; reader++)
        this.tensors.set(leafKey(key, part, reader), blank([rows, fields.length * width]));
      if (pooled > 0) continue;
      const values = blank(at !== 'row' ? [rows, events, fields.length, width] : [rows, fields.length, width]);
      lookUp(lookup, values);
      this.tensors.set(leafKey(key, part, 0), values);
    }
  }

  private parts(key: string): NodeLookup[] {
    return this.lookups.filter(({ request }) => request.key === key);
  }

  private leaf(key: string, part: number, reader: number): tf.Tensor {
    return this.tensors.get(leafKey(key, part, reader)) ?? missing(key);
  }

  lookup(key: string): tf.Tensor {
    const spans = this.summed(key, ({ part }) => this.leaf(key, part, 0));
    const [only] = spans;
    if (!only) return missing(key);
    return spans.length === 1 ? only : tf.concat(spans, only.rank - 2);
  }

  /** What `of` gives for each part, the pieces of a table added up: one tensor for each span of the fields. */
  private summed<T extends tf.Tensor>(key: string, of: (lookup: NodeLookup) => T): T[] {
    const sums: T[] = [];
    for (const lookup of this.parts(key)) {
      const sum = sums[lookup.span];
      sums[lookup.span] = sum ? tf.add(sum, of(lookup)) : of(lookup);
    }
    return sums;
  }

  pooledLookup(key: string): ((shares: tf.Tensor2D) => tf.Tensor2D) | null {
    const parts = this.parts(key);
    if (parts.length === 0) return missing(key);
    if (parts[0]!.request.pooled === 0) return null;
    return (shares) => {
      const reader = this.read.get(key) ?? 0;
      this.read.set(key, reader + 1);
      return concatColumns(
        this.summed(key, ({ part, lookup }) => {
          this.shares.set(leafKey(key, part, reader), tf.keep(tf.clone(shares)));
          return pooledLookup(lookup, shares, this.leaf(key, part, reader) as tf.Tensor2D);
        }),
      );
    };
  }

  /** Gives back what was kept beyond the pass. */
  dispose(): void {
    for (const shares of this.shares.values()) shares.dispose();
  }
}

/** A tensor to be written into. */
const blank = (shape: readonly number[]): tf.Tensor => (onGpu() ? emptyTensor(shape) : tf.zeros([...shape]));

function missing(key: string): never {
  throw new Error(`internal: nothing was looked up for "${key}"`);
}
