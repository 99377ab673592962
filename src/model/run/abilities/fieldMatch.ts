import type { Dataset, Field } from '../../../data/dataset';
import { rowsOfSame } from '../../../data/shared-values';
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '../../../engine/tf';
import type { FieldMatchRequest } from '../../blocks/block';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { fieldMatchesOf, keyOf } from '../../nodes/field-match';
import { ComparedFields, NUMBERS_OF_MATCH } from '../feed/field-matches';
import { ability, absent, type Feed, type Given, type Setting } from './ability';

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

interface Matched {
  compared: ComparedFields;
  values: Float32Array;
  storage: Storage;
}

/** @throws Error where the data set has no such field */
const fieldOf = ({ fields }: Dataset, name: string): Field =>
  fields.find((field) => field.name === name) ?? absent(`the data set has no field "${name}"`);

class FieldMatches implements Feed {
  private readonly matched: ReadonlyMap<string, Matched>;

  /** @throws Error where the data set lacks a field */
  constructor(requests: readonly FieldMatchRequest[], { dataset, rows: { item: pairs } }: Setting) {
    this.matched = new Map(
      requests.map((request) => [
        keyOf(request),
        {
          compared: new ComparedFields(fieldOf(dataset, request.user), fieldOf(dataset, request.item)),
          values: new Float32Array(pairs * NUMBERS_OF_MATCH),
          storage: Storage.create(`matches of ${keyOf(request)}`, [pairs, NUMBERS_OF_MATCH], 'float32'),
        },
      ]),
    );
  }

  prepare({ user, item }: Given): void {
    if (!user || !item) return;
    for (const { compared, values } of this.matched.values()) compared.match({ user, item }, values);
  }

  submit(): void {
    for (const { storage, values } of this.matched.values()) storage.write(values);
  }

  of(request: FieldMatchRequest): Tensor2D | undefined {
    return this.matched.get(keyOf(request))?.storage.tensor as Tensor2D | undefined;
  }

  dispose(): void {
    for (const { storage } of this.matched.values()) storage.dispose();
  }
}

export default ability('fieldMatch', {
  feed(setting) {
    const requests = fieldMatchesOf(setting.compiled.graph);
    return requests.length === 0 ? null : new FieldMatches(requests, setting);
  },
  give:
    ({ node }, feed) =>
    (request) =>
      feed?.of(request) ?? absent(`"${node.id}" asked for a match of fields that are not compared`),
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
