import { defineBlock } from '../block';
import { float, int, tables } from '../../document/params';
import { inferFields } from '../fields/infer-fields';

/**
 * Training rows see the users who had the item strictly before the row's event, and never the row's own user; the index
 * is made of all users of the training part (see data/past-users.ts). While training, each user is hidden with
 * probability `dropout`, as the events of a history are.
 */
export default defineBlock({
  id: 'past-users',
  formerIds: [],
  family: 'sequence',
  sides: ['item'],
  source: 'standard; the mirror of a user’s history, a simple rival of the dual augmentation of DAT, DLP-KDD 2021',
  inputs: {},
  outputs: { sequence: 'sequence' },
  params: {
    tables: tables('user'),
    length: int({ default: 50, min: 1, max: 200, unit: 'events' }),
    dropout: float({ default: 0.3, min: 0, max: 0.9, step: 0.05 }),
  },
  lookups: ({ tables: own, length }) => ({ events: { tables: own, at: 'history', length } }),
  infer(_, params, schema) {
    const found = inferFields(params.tables, schema);
    return 'code' in found ? found : { sequence: { kind: 'sequence', ...found, length: params.length, past: 'users' } };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
