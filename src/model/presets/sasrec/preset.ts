import type { Settings, TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { Draft } from '../drawing/draft';
import { fieldsOf, SOFTMAX, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/**
 * Events that are read of the past: most pasts are shorter than three times the mean number of training events of a
 * user, and every place costs, filled or not. In tens, at most the paper's 50 for sparse logs.
 */
const lengthFor = ({ events, users }: Schema): number =>
  Math.min(50, Math.max(10, 10 * Math.round((0.3 * events) / users)));
/** As the paper has them for sparse logs. */
const LAYERS = 2;
const HEADS = 1;
const DROPOUT = 0.5;
/**
 * As the paper has it. At first attention does no better than popularity for some epochs, and little patience would end
 * there: on kuairand long view NDCG@10 on validation is .0269 after 3 epochs, no better before the 12th, and .0308
 * after 17.
 */
const LEARNING_RATE = 1e-3;
const UNTIL = { patience: 20, maxEpochs: 200 };
/**
 * Inner products, as in the paper; a cosine at temperature .07 and twice the learning rate was not told apart on
 * validation. The choice that matters is the scale of the events (`rootScale`). NDCG@10 on movietweetings-100k, one
 * seed, of the same model in PyTorch with a term at every position: with the scale .1449 (epoch 17), without it .1291
 * (epoch 9 of 11); cosine with the scale .1421 (epoch 14), neither of the two with it having come to its end.
 */
const MATCH = { score: 'inner', temperature: 1, learnTemperature: false };

/**
 * SASRec (Kang and McAuley, ICDM 2018): causal self-attention over the items of the past, of which the newest event's
 * output is the user's vector, against the table of the items that the past is read from. As in the paper, one pass
 * over a stretch of a user's events has a term of the loss at every position.
 */
const sasrec: Preset = {
  id: 'sasrec',
  place: 12,
  title: 'SASRec',
  needs: 'time',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawSasrec(schema, width),
    settings: settings(schema),
  }),
};
export default sasrec;

function settings(schema: Schema): Settings {
  const shared = settingsFor(schema);
  return {
    ...shared,
    optimizers: shared.optimizers.map((group) => ({ ...group, learningRate: LEARNING_RATE })),
    stages: [{ terms: ['*'], trainable: ['*'], until: UNTIL }],
  };
}

function drawSasrec(schema: Schema, width: number): TowerGraph {
  const draft = new Draft();
  const tables = draft.addTables(fieldsOf(schema, 'item').id, width);
  const [left, right] = [0, 360];

  draft.add('history', 'history', 'user', [left, 760], {
    tables,
    length: lengthFor(schema),
    dropout: 0,
    everyPosition: !schema.isShuffled,
  });
  draft.add('positions', 'event-times', 'user', [left, 670], { ages: false, rootScale: true, dropout: DROPOUT }, [
    ['history.sequence', 'sequence'],
  ]);
  let below = 'positions';
  let y = 670;
  const layer = { norm: 'before', dropout: DROPOUT };
  for (let n = 1; n <= LAYERS; n++) {
    draft.add(`attention-${n}`, 'self-attention', 'user', [left, (y -= 90)], { heads: HEADS, causal: true, ...layer }, [
      [`${below}.sequence`, 'sequence'],
    ]);
    draft.add(`feed-forward-${n}`, 'feed-forward', 'user', [left, (y -= 90)], layer, [
      [`attention-${n}.sequence`, 'sequence'],
    ]);
    below = `feed-forward-${n}`;
  }
  draft.add('newest', 'pool', 'user', [left, (y -= 90)], { by: 'last' }, [[`${below}.sequence`, 'sequence']]);
  draft.add('user-norm', 'layer-norm', 'user', [left, (y -= 90)], {}, [['newest.vector', 'vector']]);

  draft.add('item-id', 'fields', 'item', [right, 760], { tables });
  draft.add('item', 'concat', 'item', [right, 670], {}, [['item-id.fields', 'parts']]);

  draft.add('match', 'match', 'match', [(left + right) / 2, (y -= 95)], MATCH, [
    ['user-norm.vector', 'user'],
    ['item.vector', 'item'],
  ]);
  draft.add('softmax', 'in-batch-softmax', 'objective', [(left + right) / 2, y - 95], SOFTMAX, [
    ['match.pairing', 'pairing'],
  ]);
  return draft.graph('SASRec');
}
