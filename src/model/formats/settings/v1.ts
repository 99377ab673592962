/** Version 1: settings without a header; from before clipping and schedules, they lack both. */
import * as v from 'valibot';
import { defineVersion } from '../versioned';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const rate = v.pipe(v.number(), v.minValue(0), v.maxValue(10));
const warmup = whole(0, 1e9);

export const clipNorm = v.nullable(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1e6)));
export const schedule = v.variant('kind', [
  v.strictObject({ kind: v.literal('constant'), warmup }),
  v.strictObject({
    kind: v.literal('cosine'),
    warmup,
    steps: whole(1, 1e9),
    floor: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  }),
]);

export const until = v.union([
  v.strictObject({ steps: whole(1, 1e9) }),
  v.strictObject({ epochs: whole(1, 1e6) }),
  v.strictObject({ patience: whole(1, 1e6), maxEpochs: whole(1, 1e6) }),
]);

export const settingsSchemaV1 = v.strictObject({
  seed: whole(0, 0xffffffff),
  batch: whole(2, 65536),
  optimizers: v.pipe(
    v.array(
      v.strictObject({
        pattern: v.string(),
        rule: v.picklist(['adam', 'lazy-adam', 'row-adagrad', 'sgd']),
        learningRate: rate,
        weightDecay: rate,
      }),
    ),
    v.minLength(1),
  ),
  clipNorm: v.optional(clipNorm, null),
  schedule: v.optional(schedule, { kind: 'constant', warmup: 0 }),
  stages: v.pipe(
    v.array(
      v.strictObject({
        terms: v.array(v.string()),
        trainable: v.array(v.string()),
        until,
      }),
    ),
    v.minLength(1),
  ),
});
export type SettingsV1 = v.InferOutput<typeof settingsSchemaV1>;

export default defineVersion({ schema: settingsSchemaV1 });
