/** Version 1: towers, the world they are shown on, the open tab. */
import * as v from 'valibot';
import { LONGEST } from '../../../data/weight-formula/parse';
import { MAX_EVENTS, MIN_EVENTS } from '../../../data/worlds/world';
import { defineVersion } from '../../../model/formats/versioned';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

const schema = v.strictObject({
  format: v.literal('tower-lab/link'),
  version: v.literal(1),
  // As they are, for their own format to read.
  towers: v.custom<object>((value) => typeof value === 'object' && value !== null),
  world: v.nullable(
    v.strictObject({
      id: v.string(),
      events: whole(MIN_EVENTS, MAX_EVENTS),
      seed: whole(0, 0x7fffffff),
      split: v.optional(v.picklist(['leave-last-out', 'last-fifth', 'time', 'random'])),
      weight: v.optional(v.pipe(v.string(), v.maxLength(LONGEST))),
    }),
  ),
  tab: v.string(),
});

export default defineVersion({ schema });
