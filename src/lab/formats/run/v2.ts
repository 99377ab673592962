/** Version 2: what runs are compared by, what a person notes, and the sweep that a run is of. */
import * as v from 'valibot';
import { defineVersion } from '../../../model/formats/versioned';
import { runSchemaV1 } from './v1';

const amount = v.pipe(v.number(), v.minValue(0));
/** Of a ranker, which has none, null was written at first. */
const index = v.pipe(
  v.nullable(amount),
  v.transform((floats) => floats ?? 0),
);
/** A number, a word, a switch, or a list of them. */
const value = v.union([v.number(), v.string(), v.boolean(), v.array(v.number())]);

const schema = v.looseObject({
  ...runSchemaV1.entries,
  version: v.literal(2),
  note: v.string(),
  size: v.nullable(v.looseObject({ parameters: amount, index, multiplyAdds: amount })),
  validation: v.record(v.string(), v.number()),
  seconds: v.nullable(amount),
  sweep: v.nullable(
    v.looseObject({
      id: v.pipe(v.string(), v.minLength(1)),
      vary: v.nullable(v.string()),
      values: v.array(value),
      seeds: v.array(v.number()),
      value: v.nullable(value),
    }),
  ),
});

export default defineVersion<v.InferOutput<typeof runSchemaV1>, v.InferOutput<typeof schema>>({
  schema,
  migrate: (before) => ({
    ...before,
    version: 2,
    note: '',
    size: null,
    validation: {},
    seconds: null,
    sweep: null,
  }),
});
