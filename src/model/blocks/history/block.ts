import { defineBlock } from '../block';
import { float, int, tables } from '../../document/params';
import { inferFields } from '../fields/infer-fields';

/**
 * While training, each event is hidden with probability `dropout`, all its fields together. Events that stay are not
 * rescaled: what follows weighs them so that the weights of a row sum to one.
 */
export default defineBlock({
  id: 'history',
  formerIds: [],
  family: 'sequence',
  sides: ['user'],
  source: 'standard; hiding whole events: input dropout of YoutubeDNN-style towers',
  inputs: {},
  outputs: { sequence: 'sequence' },
  params: {
    tables: tables('item'),
    length: int({ default: 50, min: 1, max: 200, unit: 'events' }),
    dropout: float({ default: 0.3, min: 0, max: 0.9, step: 0.05 }),
  },
  lookups: ({ tables: own, length }) => ({ events: { tables: own, at: 'history', length } }),
  infer(_, params, schema) {
    const found = inferFields(params.tables, schema);
    return 'code' in found ? found : { sequence: { kind: 'sequence', ...found, length: params.length, past: 'all' } };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
