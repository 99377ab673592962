/** Version 1. */
import * as v from 'valibot';
import { defineVersion } from '../../../model/formats/versioned';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const places = v.record(v.string(), whole);
const best = v.nullable(v.looseObject({ stage: whole, step: whole, value: v.number(), weights: places }));

const schema = v.looseObject({
  format: v.literal('tower-lab/checkpoint'),
  version: v.literal(1),
  run: v.pipe(v.string(), v.minLength(1)),
  command: v.array(v.string()),
  step: whole,
  stage: whole,
  stageStart: whole,
  sinceBest: whole,
  weights: places,
  moments: v.record(v.string(), v.array(whole)),
  best,
  kept: best,
  arrays: v.array(whole),
});

export default defineVersion({ schema });
