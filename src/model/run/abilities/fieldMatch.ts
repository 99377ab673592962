import type { Dataset, Field } from '../../../data/dataset';
import { rowsOfSame } from '../../../data/shared-values';
import type { Tensor2D } from '../../../engine/tf';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { fieldMatchesOf, keyOf } from '../../nodes/field-match';
import { ComparedFields, NUMBERS_OF_MATCH } from '../feed/field-matches';
import { pairNumbers } from '../feed/pair-numbers';
import { ability, absent } from './ability';

declare module '../../blocks/block' {
  interface FieldMatchRequest {
    /** A categorical or multi-valued field of users or events. */
    user: string;
    /** The same of items. */
    item: string;
  }
  interface Context {
    /** [P, 2] of every pair: see `field-match`. Not differentiated. */
    fieldMatch(request: FieldMatchRequest): Tensor2D;
  }
  interface Asks<P extends ParamSpecs> {
    /** What is read by `ctx.fieldMatch`. */
    fieldMatch?(params: ParamValues<P>): FieldMatchRequest;
  }
}

/** @throws Error where the data set has no such field */
const fieldOf = ({ fields }: Dataset, name: string): Field =>
  fields.find((field) => field.name === name) ?? absent(`the data set has no field "${name}"`);

export default ability('fieldMatch', {
  feed: ({ compiled, dataset, rows }) =>
    pairNumbers(
      fieldMatchesOf(compiled.graph).map((request) => {
        const compared = new ComparedFields(fieldOf(dataset, request.user), fieldOf(dataset, request.item));
        return {
          key: keyOf(request),
          name: `matches of ${keyOf(request)}`,
          width: NUMBERS_OF_MATCH,
          count: (given, values) => compared.match(given, values),
        };
      }),
      rows.item,
    ),
  give:
    ({ node }, feed) =>
    (request) =>
      feed?.of(keyOf(request)) ?? absent(`"${node.id}" asked for a match of fields that are not compared`),
  alone:
    ({ pairs, uniform }) =>
    ({ user, item }) =>
      uniform(`${user} ${item}`, [pairs, NUMBERS_OF_MATCH]) as Tensor2D,
  twin: {
    fields: (graph) => fieldMatchesOf(graph).flatMap(({ user, item }) => [user, item]),
    // By field of the user and of the item: the row of the second for each row of the first.
    read: (graph, dataset) => {
      const read: Record<string, Record<string, { values: Uint32Array; shape: number[] }>> = {};
      for (const { user, item } of fieldMatchesOf(graph)) {
        const values = rowsOfSame(fieldOf(dataset, user), fieldOf(dataset, item));
        (read[user] ??= {})[item] = { values, shape: [values.length] };
      }
      return read;
    },
  },
});
