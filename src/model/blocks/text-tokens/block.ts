import { defineBlock } from '../block';
import { int, texts } from '../../document/params';
import { inferFields } from '../fields/infer-fields';

/**
 * The first `length` tokens of a text, each embedded; shorter texts are padded. A word nobody trains on has a row for
 * all such words, a missing text is one token of a row of its own.
 */
export default defineBlock({
  id: 'text-tokens',
  formerIds: [],
  family: 'input',
  sides: ['user', 'item'],
  source: 'standard',
  inputs: {},
  outputs: { tokens: 'tokens' },
  params: { tables: texts('tokens', { most: 1 }), length: int({ default: 16, min: 1, max: 64, unit: 'tokens' }) },
  lookups: ({ tables, length }) => ({ tokens: { tables, at: 'tokens', length } }),
  infer(_, params, schema) {
    const found = inferFields(params.tables, schema);
    return 'code' in found
      ? found
      : { tokens: { kind: 'tokens', name: found.names.join(', '), length: params.length, width: found.width } };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
