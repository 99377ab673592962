import * as tf from '@tensorflow/tfjs';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { defineBlock } from '../../block';
import { float, int, tables } from '../../params';
import { inferFields, lookupsOf } from '../fields/infer-fields';

/**
 * While training, each event is hidden with probability `dropout`, all its fields together. Events that stay are not rescaled:
 * what follows weighs them so that the weights of a row sum to one.
 */
export default defineBlock({
  id: 'history',
  formerIds: [],
  family: 'sequence',
  sides: ['user'],
  source: 'standard; hiding whole events: input dropout of YoutubeDNN-style towers',
  words: {
    en: {
      title: 'History',
      about: 'The user’s last events before the moment in question, oldest first, each with its embedded fields.',
      params: { tables: 'Embedding tables', length: 'Last events', dropout: 'Hide events (training)' },
    },
    zh: {
      title: '历史',
      about: '用户在该时刻之前的最近若干事件，由旧到新，每个事件带有其嵌入特征。',
      params: { tables: '嵌入表', length: '最近事件数', dropout: '隐藏事件比例（训练时）' },
    },
  },
  inputs: {},
  outputs: { sequence: 'sequence' },
  params: {
    tables: tables('item'),
    length: int({ default: 50, min: 1, max: 200, unit: 'events' }),
    dropout: float({ default: 0.3, min: 0, max: 0.9, step: 0.05 }),
  },
  lookups: (params) => lookupsOf(params.tables, { at: 'history', length: params.length }),
  infer(_, params, schema) {
    const found = inferFields(params.tables, schema);
    return 'code' in found ? found : { sequence: { kind: 'sequence', ...found, length: params.length } };
  },
  weights: () => ({}),
  forward(_, __, params, ctx) {
    const [first, ...others] = params.tables.map((table) => ctx.lookup(table));
    // One field is a reshape: stacking would copy [R, T, D], and its gradient would copy it back.
    const values = (others.length === 0 && first ? tf.expandDims(first, 2) : tf.stack([first!, ...others], 2)) as Tensor4D; // [R, T, F, D]
    const history = ctx.history(params.length);
    if (!ctx.training || params.dropout === 0) {
      return { sequence: { values, mask: history.mask as Tensor2D, ageDays: history.ageDays as Tensor2D } };
    }
    const kept = tf.cast(tf.greaterEqual(ctx.uniform('event', history.mask.shape), params.dropout), 'float32');
    return { sequence: { values, mask: tf.mul(history.mask, kept) as Tensor2D, ageDays: tf.mul(history.ageDays, kept) as Tensor2D } };
  },
  cost: () => ({ flops: 0 }),
});
