import type { Dataset, Field } from '../../../data/dataset';
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '../../../engine/tf';
import type { PairFieldRequest } from '../../blocks/block';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { keyOf, numbersOf, pairFieldsOf } from '../../nodes/pair-fields';
import { countPairs } from '../feed/pair-counts';
import { ability, absent, type Feed, type Given } from './ability';

declare module '../../blocks/block' {
  interface PairFieldRequest {
    /** A categorical or multi-valued item field. */
    field: string;
    /** The newest so many events of the past are looked at. */
    length: number;
    /** Whether it is asked how many events are newer than the newest that counts, too. */
    position: boolean;
  }
  interface Context {
    /** [P, 2 or 3] of every pair: see `pair-fields`. Not differentiated. */
    pairFields(request: PairFieldRequest): Tensor2D;
  }
  interface Asks<P extends ParamSpecs> {
    /** What is read by `ctx.pairFields`. */
    pairFields?(params: ParamValues<P>): PairFieldRequest;
  }
}

interface Counted {
  field: Field;
  request: PairFieldRequest;
  values: Float32Array;
  storage: Storage;
}

class PairFields implements Feed {
  private readonly counted = new Map<string, Counted>();

  /** @param pairs P. @throws Error where the data set lacks a field */
  constructor(
    requests: readonly PairFieldRequest[],
    { fields }: Dataset,
    private readonly pairs: number,
  ) {
    for (const request of requests) {
      const { field: name } = request;
      const width = numbersOf(request);
      const field = fields.find((known) => known.name === name);
      if (!field)
        throw new Error(`the data set has no field "${name}"; known: ${fields.map((known) => known.name).join(', ')}`);
      this.counted.set(keyOf(request), {
        field,
        request,
        values: new Float32Array(pairs * width),
        storage: Storage.create(`pairs by ${name}`, [pairs, width], 'float32'),
      });
    }
  }

  prepare({ user, item }: Given): void {
    if (!user || !item) return;
    for (const { field, request, values } of this.counted.values()) countPairs(field, request, { user, item }, values);
  }

  submit(): void {
    for (const { storage, values } of this.counted.values()) storage.write(values);
  }

  of(request: PairFieldRequest): Tensor2D {
    const found = this.counted.get(keyOf(request));
    return (
      (found?.storage.tensor as Tensor2D | undefined) ??
      absent(`${this.pairs} pairs were not counted by "${request.field}"`)
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
    (request) =>
      feed?.of(request) ?? absent(`"${node.id}" asked for pairs, of which nothing is counted`),
  alone:
    ({ pairs, uniform }) =>
    (request) =>
      uniform(keyOf(request), [pairs, numbersOf(request)]) as Tensor2D,
  twin: { fields: (graph) => pairFieldsOf(graph).map(({ field }) => field) },
});
