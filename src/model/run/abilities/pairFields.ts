import type { Dataset, Field } from '../../../data/dataset';
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '../../../engine/tf';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { keyOf, pairFieldsOf } from '../../nodes/pair-fields';
import { countPairs, NUMBERS_OF_PAIR } from '../feed/pair-counts';
import { ability, absent, type Feed, type Given } from './ability';

declare module '../../blocks/block' {
  interface PairFieldRequest {
    /** A categorical or multi-valued item field. */
    field: string;
    /** The newest so many events of the past are looked at. */
    length: number;
  }
  interface Context {
    /** [P, 2] of every pair: see `pair-fields`. Not differentiated. */
    pairFields(field: string, length: number): Tensor2D;
  }
  interface Asks<P extends ParamSpecs> {
    /** What is read by `ctx.pairFields`. */
    pairFields?(params: ParamValues<P>): PairFieldRequest;
  }
}

interface Counted {
  field: Field;
  length: number;
  values: Float32Array;
  storage: Storage;
}

class PairFields implements Feed {
  private readonly counted = new Map<string, Counted>();

  /** @param pairs P. @throws Error where the data set lacks a field */
  constructor(
    requests: readonly { field: string; length: number }[],
    { fields }: Dataset,
    private readonly pairs: number,
  ) {
    for (const { field: name, length } of requests) {
      const field = fields.find((known) => known.name === name);
      if (!field)
        throw new Error(`the data set has no field "${name}"; known: ${fields.map((known) => known.name).join(', ')}`);
      this.counted.set(keyOf({ field: name, length }), {
        field,
        length,
        values: new Float32Array(pairs * NUMBERS_OF_PAIR),
        storage: Storage.create(`pairs by ${name}`, [pairs, NUMBERS_OF_PAIR], 'float32'),
      });
    }
  }

  prepare({ user, item }: Given): void {
    if (!user || !item) return;
    for (const { field, length, values } of this.counted.values()) countPairs(field, length, { user, item }, values);
  }

  submit(): void {
    for (const { storage, values } of this.counted.values()) storage.write(values);
  }

  of(field: string, length: number): Tensor2D {
    const found = this.counted.get(keyOf({ field, length }));
    return (
      (found?.storage.tensor as Tensor2D | undefined) ?? absent(`${this.pairs} pairs were not counted by "${field}"`)
    );
  }

  dispose(): void {
    for (const { storage } of this.counted.values()) storage.dispose();
  }
}

export default ability('pairFields', {
  feed({ compiled, dataset, rows }) {
    const requests = pairFieldsOf(compiled.graph);
    return requests.length === 0 ? null : new PairFields(requests, dataset, rows.item);
  },
  give:
    ({ node }, feed) =>
    (field, length) =>
      feed?.of(field, length) ?? absent(`"${node.id}" asked for pairs, of which nothing is counted`),
  alone:
    ({ pairs, uniform }) =>
    (field, length) =>
      uniform(`${field} ${length}`, [pairs, NUMBERS_OF_PAIR]) as Tensor2D,
  twin: { fields: (graph) => pairFieldsOf(graph).map(({ field }) => field) },
});
