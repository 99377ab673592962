/** `Baselines` in what comes from outside, a file or the storage. */
import * as v from 'valibot';

const numbers = v.record(v.string(), v.number());
export const baselinesSchema = v.objectWithRest(
  {
    chosen: v.optional(v.record(v.string(), v.record(v.string(), v.nullable(v.number())))),
    chosenOn: v.optional(v.number()),
    instead: v.optional(v.array(v.object({ id: v.string(), method: v.string(), values: numbers }))),
    left: v.optional(v.array(v.object({ id: v.string(), reason: v.string(), values: numbers }))),
  },
  numbers,
);
