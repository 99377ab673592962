import { defineBlock } from '../block';
import { float, int, tables, toggle } from '../../document/params';
import { EVERY_POSITION } from '../../document/ports';
import { inferFields } from '../fields/infer-fields';

/**
 * With `everyPosition` training reads the past of a stretch of a user's events in one pass, and the pool behind it
 * takes each row's vector from where its past ends: many rows for the cost of one. Positions then count from the end
 * of the stretch, as in the paper. While training, each event is hidden with probability `dropout`, all its fields
 * together. Events that stay are not rescaled: what follows weighs them so that the weights of a row sum to one.
 */
export default defineBlock({
  id: 'history',
  formerIds: [],
  family: 'sequence',
  sides: ['user'],
  source: 'standard; hiding whole events: input dropout of YoutubeDNN-style towers; every position: SASRec, ICDM 2018',
  inputs: {},
  outputs: { sequence: 'sequence' },
  params: {
    tables: tables('item'),
    length: int({ default: 50, min: 1, max: 200, unit: 'events' }),
    dropout: float({ default: 0.3, min: 0, max: 0.9, step: 0.05 }),
    everyPosition: toggle(false),
  },
  lookups: ({ tables: own, length, everyPosition }) => ({
    events: { tables: own, at: 'history', length, ...(everyPosition ? { everyPosition } : {}) },
  }),
  infer(_, { tables: own, length, everyPosition }, schema) {
    const found = inferFields(own, schema);
    const past = everyPosition ? EVERY_POSITION : 'all';
    return 'code' in found ? found : { sequence: { kind: 'sequence', ...found, length, past } };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
