/** Version 1. */
import * as v from 'valibot';
import { defineVersion } from '../../../model/formats/versioned';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const numbers = v.array(v.number());
const wholes = v.array(whole);
/** Scores stand beside items. */
const inParallel = ({ items, scores }: { items: number[]; scores: number[] }): boolean =>
  items.length === scores.length;

const list = v.pipe(
  v.looseObject({
    user: whole,
    items: wholes,
    scores: numbers,
    ranks: v.array(v.nullable(v.number())),
  }),
  v.check((value) => inParallel(value)),
);

const interest = v.pipe(
  v.looseObject({
    interest: whole,
    items: wholes,
    scores: numbers,
    feeding: v.nullable(v.looseObject({ items: wholes, weights: numbers })),
  }),
  v.check((value) => inParallel(value)),
);

const schema = v.looseObject({
  format: v.literal('tower-lab/snapshot'),
  version: v.literal(1),
  step: whole,
  epoch: whole,
  list: v.nullable(list),
  interests: v.nullable(v.looseObject({ user: whole, interests: whole, lists: v.array(interest) })),
  vectors: v.looseObject({ width: whole, items: wholes, itemVectors: v.string(), userVectors: v.string() }),
});

export default defineVersion({ schema });
