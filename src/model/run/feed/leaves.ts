/** What a forward pass looks up: the tensors that gradients come back for. */
import { blankTensor } from '../../../engine/embedding/blank';
import { lookUp, type Lookup } from '../../../engine/embedding/lookup';
import { columnsOf } from '../../../engine/embedding/lookup-shape';
import { gradientsOfOwners, weightedGradients } from '../../../engine/embedding/owner-gradients';
import {
  lookUpOwners,
  ownerValues,
  pooledLookup,
  pooledValues,
  spreadOverEvents,
  unpackPast,
  type Past,
  type PastValues,
} from '../../../engine/embedding/past-lookup';
import { concatColumns } from '../../../engine/kernels/concat/concat';
import { l2Normalise } from '../../../engine/kernels/l2-normalise/l2-normalise';
import type { Leaf } from '../../../engine/optimizers/row-update';
import * as tf from '../../../engine/tf';
import type { CompiledLookup } from '../compile';

/**
 * What a node asks for, or a span of its fields where they lie in several arenas. A table in pieces is a span of
 * its own, and looked up piece by piece: slots of other pieces count for nothing, and the results are added up.
 */
export interface NodeLookup {
  request: CompiledLookup;
  span: number;
  part: number;
  lookup: Lookup;
  /** Whose events are looked up; null where rows are. */
  past: Past | null;
}

/** Of `Leaves.tensors`. @param reader of the inputs that pool it, 0 where nothing does */
export const leafKey = (key: string, part: number, reader: number): string => `${key} part ${part} for ${reader}`;

/** The keys of all gradients that come back for a lookup: one of what its owners have, however often it is pooled. */
const keysOf = ({ request: { key, pooled, unit }, part }: NodeLookup): string[] =>
  Array.from({ length: unit ? 1 : Math.max(1, pooled) }, (_, reader) => leafKey(key, part, reader));

/** The leaves of one forward pass of a side: looked-up rows, and pools that are filled when a block asks for them. */
export class Leaves {
  /** Rows [R, F, D], events [R, T, F, D], tokens [R, L, 1, D], pools [R, F x D], what owners have [entries, F, D]. */
  readonly tensors = new Map<string, tf.Tensor>();
  /** [R, T] what each pool was summed by. */
  readonly shares = new Map<string, tf.Tensor>();
  private readonly read = new Map<string, number>();
  /** Of the pasts that are pooled. */
  private readonly values = new Map<NodeLookup, PastValues>();

  constructor(
    private readonly lookups: readonly NodeLookup[],
    pasts: readonly Past[],
  ) {
    for (const past of pasts) unpackPast(past);
    for (const node of lookups) {
      const { request, part, lookup, past } = node;
      const { rows, width } = lookup;
      const columns = columnsOf(lookup);
      if (!past) {
        const values = blankTensor(lookup.tokens === null ? [rows, columns, width] : [rows, columns, 1, width]);
        lookUp(lookup, values);
        this.tensors.set(leafKey(request.key, part, 0), values);
        continue;
      }
      const { rows: pastRows, length } = past.distinct;
      if (request.unit) {
        this.tensors.set(leafKey(request.key, part, 0), ownerValues(past, lookup));
        continue;
      }
      const values = lookUpOwners(past, lookup);
      if (request.pooled > 0) {
        this.values.set(node, values);
        for (const key of keysOf(node)) this.tensors.set(key, blankTensor([pastRows, columns * width]));
        continue;
      }
      const events = blankTensor([pastRows, length, columns, width]);
      spreadOverEvents(values, events);
      values.values?.dispose();
      this.tensors.set(leafKey(request.key, part, 0), events);
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

  pooledLookup(key: string): ((shares: tf.Tensor2D, unit?: boolean) => tf.Tensor2D) | null {
    const parts = this.parts(key);
    if (parts.length === 0) return missing(key);
    const { pooled, unit } = parts[0]!.request;
    if (pooled === 0) return null;
    if (unit) return (shares, unit = false) => this.pooledOwners(key, shares, unit);
    return (shares) => {
      const reader = this.read.get(key) ?? 0;
      this.read.set(key, reader + 1);
      return concatColumns(
        this.summed(key, (node) => {
          const own = leafKey(key, node.part, reader);
          this.shares.set(own, tf.keep(tf.clone(shares)));
          return pooledLookup(this.values.get(node)!, shares, this.leaf(key, node.part, reader) as tf.Tensor2D);
        }),
      );
    };
  }

  /** Sums of what the owners have, the pieces of a table added up before anything is brought to length one. */
  private pooledOwners(key: string, shares: tf.Tensor2D, unit: boolean): tf.Tensor2D {
    const spans = this.summed(key, ({ part }) => this.leaf(key, part, 0));
    return concatColumns(
      spans.map((values, span) => {
        const { past, lookup } = this.parts(key).find((node) => node.span === span) ?? missing(key);
        const [entries, fields, width] = values.shape as [number, number, number];
        const rows = tf.reshape(values, [entries, fields * width]) as tf.Tensor2D;
        const read = unit ? l2Normalise(rows, Array<number>(fields).fill(width)) : rows;
        return pooledValues({ past: past!, lookup }, read, shares, (gradient, by) =>
          tf.reshape(gradientsOfOwners(past!, lookup, [{ gradient, shares: by }], false), rows.shape),
        );
      }),
    );
  }

  /** Gives back what was kept beyond the pass. */
  dispose(): void {
    for (const shares of this.shares.values()) shares.dispose();
  }
}

/**
 * The gradients of a lookup as a leaf of the touched-row update.
 * @param gradients, shares: by key of the leaves
 */
export function leafOf(
  node: NodeLookup,
  gradients: ReadonlyMap<string, tf.Tensor>,
  shares: ReadonlyMap<string, tf.Tensor>,
): Leaf {
  const { request, lookup, past } = node;
  const rows = lookup.rows * columnsOf(lookup);
  const readers = keysOf(node).map((key) => ({
    gradient: gradients.get(key) ?? missing(key),
    shares: shares.get(key) ?? null,
  }));
  if (past && !request.unit) return { gradient: gradientsOfOwners(past, lookup, readers), rows };
  const { gradient } = readers[0]!;
  const isWeighted = lookup.fields.some(({ places }) => places.weight !== null);
  return { gradient: isWeighted ? weightedGradients(lookup, gradient) : gradient, rows };
}

function missing(key: string): never {
  throw new Error(`internal: nothing was looked up for "${key}"`);
}
