import type { Dataset, Field } from '../../../data/dataset';
import type { Tensor2D } from '../../../engine/tf';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { keyOf, numbersOf, pairFieldsOf } from '../../nodes/pair-fields';
import { countPairs } from '../feed/pair-counts';
import { pairNumbers } from '../feed/pair-numbers';
import { ability, absent } from './ability';

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

/** @throws Error where the data set has no such field */
function fieldOf({ fields }: Dataset, name: string): Field {
  const field = fields.find((known) => known.name === name);
  if (!field)
    throw new Error(`the data set has no field "${name}"; known: ${fields.map((known) => known.name).join(', ')}`);
  return field;
}

export default ability('pairFields', {
  feed: ({ compiled, dataset, rows }) =>
    pairNumbers(
      pairFieldsOf(compiled.graph).map((request) => {
        const field = fieldOf(dataset, request.field);
        return {
          key: keyOf(request),
          name: `pairs by ${request.field}`,
          width: numbersOf(request),
          count: (given, values) => countPairs(field, request, given, values),
        };
      }),
      rows.item,
    ),
  give:
    ({ node }, feed) =>
    (request) =>
      feed?.of(keyOf(request)) ?? absent(`"${node.id}" asked for pairs, of which nothing is counted`),
  alone:
    ({ pairs, uniform }) =>
    (request) =>
      uniform(keyOf(request), [pairs, numbersOf(request)]) as Tensor2D,
  twin: { fields: (graph) => pairFieldsOf(graph).map(({ field }) => field) },
});
