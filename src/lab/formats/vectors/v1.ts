/** Version 1. Files from before vectors as of the test part do not say as of when they are. */
import * as v from 'valibot';
import { defineVersion } from '../../../model/formats/versioned';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const ids = v.array(v.string());
const places = v.array(v.array(whole));

const schema = v.object({
  format: v.literal('tower-lab/vectors'),
  version: v.literal(1),
  rule: v.literal('max-inner-product'),
  steps: whole,
  dataset: v.string(),
  width: v.pipe(whole, v.minValue(1)),
  asOf: v.optional(v.picklist(['end', 'test']), 'end'),
  items: v.object({ ids, vectors: v.string() }),
  users: v.object({
    ids,
    interests: v.pipe(whole, v.minValue(1)),
    vectors: v.string(),
    active: v.array(v.array(v.picklist([0, 1]))),
    targets: v.optional(places),
    removed: v.optional(places),
  }),
});

export default defineVersion({ schema });
