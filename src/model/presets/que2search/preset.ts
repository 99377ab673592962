import type { FieldOwner } from '../../../data/dataset';
import type { Settings, TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { Draft, type Wire } from '../drawing/draft';
import { fieldsOf, PAST, POOL, widthFor, widthsOf } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/**
 * Share dropped of what a channel is made of. The paper's .1 is quicker at first and worse later: on validation .0919
 * against .0812 after one epoch of online-retail, .0945 against .0930 after two; .0343 against .0359 after six of
 * kuairand long view.
 */
const DROPOUT = 0.3;
/** A scale of 17 to 20, as in the paper. */
const TEMPERATURE = 0.06;
/** Tokens an encoder reads of a text: most titles are shorter. */
const TOKENS = 12;
const [SOFTMAX, HARD] = ['softmax', 'hard'];
/**
 * `margin`: of the cosine by which the hardest item of the batch should stand behind the row's own; the paper asks for
 * .1 to .2. It found a sum over the batch better than a mean, at a third of this learning rate; beside a softmax that
 * is a mean, a sum weighs as many times more as the batch has rows. On validation (NDCG@10, kuairand long view, one
 * seed, .0359 before this stage) an epoch of the sum gave .0147, of 16 times the mean .0224, of the mean .0335, of a
 * tenth of it .0362.
 */
const HARDEST = { margin: 0.1, reduction: 'mean', weight: 0.1 };

/**
 * The channels of one side, a column of nodes for each from x = `left` on; every one ends in a linear map to the common
 * width. `shared`: both sides have a channel of these tables, and both maps start at the identity, so that past items
 * meet an item as they do in the plain towers. Drawn at random, two maps part them, and training has to find the way
 * back: after two epochs of online-retail (validation, NDCG@10, one seed) .0881, with identities .0930, and .1001 in
 * the plain towers.
 */
class Channels {
  private readonly outputs: Wire[] = [];

  constructor(
    private readonly draft: Draft,
    private readonly side: 'user' | 'item',
    private readonly width: number,
    readonly left: number,
  ) {}

  get right(): number {
    return this.left + 180 * this.outputs.length;
  }

  /** Past items by the fields of these tables, pooled. */
  past(id: string, tables: readonly string[], shared: boolean): void {
    this.draft.add(id, 'history', this.side, [this.right, 760], { tables, ...PAST });
    this.draft.add(`${id}-pool`, 'pool', this.side, [this.right, 650], POOL, [[`${id}.sequence`, 'sequence']]);
    this.end(id, `${id}-pool.vector`, shared);
  }

  fields(id: string, tables: readonly string[], shared = false): void {
    this.draft.add(id, 'fields', this.side, [this.right, 760], { tables });
    this.draft.add(`${id}-flat`, 'concat', this.side, [this.right, 650], {}, [[`${id}.fields`, 'parts']]);
    this.end(id, `${id}-flat.vector`, shared);
  }

  trigrams(id: string, tables: readonly string[]): void {
    this.draft.add(id, 'text-trigrams', this.side, [this.right, 760], { tables });
    this.end(id, `${id}.vector`);
  }

  encoded(id: string, tables: readonly string[], length: number): void {
    this.draft.add(`${id}-tokens`, 'text-tokens', this.side, [this.right, 760], { tables, length });
    this.draft.add(
      id,
      'text-encoder',
      this.side,
      [this.right, 650],
      { layers: 2, heads: 4, expansion: 2, dropout: 0, pool: 'mean' },
      [[`${id}-tokens.tokens`, 'tokens']],
    );
    this.end(id, `${id}.vector`);
  }

  private end(id: string, source: string, shared = false): void {
    this.draft.add(`${id}-dropout`, 'dropout', this.side, [this.right, 550], { rate: DROPOUT }, [[source, 'vector']]);
    this.draft.add(
      `${id}-map`,
      'mlp',
      this.side,
      [this.right, 450],
      { widths: [this.width], activation: 'relu', lastLinear: true, fromIdentity: shared },
      [[`${id}-dropout.vector`, 'vector']],
    );
    this.outputs.push([`${id}-map.vector`, 'channels']);
  }

  /** Joins the channels; the id of the node whose output is the tower's vector. */
  fuse(): string {
    const id = `${this.side}-fusion`;
    this.draft.add(id, 'attention-fusion', this.side, [(this.left + this.right) / 2 - 90, 320], {}, this.outputs);
    return id;
  }
}

function draw(schema: Schema, width: number): TowerGraph {
  const draft = new Draft();
  const [own, item] = [fieldsOf(schema, 'user'), fieldsOf(schema, 'item')];
  const { narrow } = widthsOf(schema, width);
  const textWidth = Math.max(8, width / 2);
  const itemId = draft.addTables(item.id, width);
  const itemFields = draft.addTables(item.others, narrow);
  // An identity hands on no more numbers than the common width.
  const fit = narrow * itemFields.length <= width;
  // One text is encoded: the items' first, which is the title where there is one. Each further one would cost as much
  // as all else together.
  const encoded =
    schema.fields.find(({ kind, owner }) => kind === 'tokens' && owner === 'item') ??
    schema.fields.find(({ kind }) => kind === 'tokens');
  const addTexts = (channels: Channels, name: string, owners: readonly FieldOwner[]): void => {
    const trigrams = schema.fields
      .filter(({ kind, owner }) => kind === 'trigrams' && owners.includes(owner))
      .map((field) => field.name);
    if (trigrams.length > 0) channels.trigrams(`${name}-trigrams`, draft.addTables(trigrams, textWidth));
    if (encoded && owners.includes(encoded.owner))
      channels.encoded(`${name}-text`, draft.addTables([encoded.name], textWidth), Math.min(TOKENS, encoded.length));
  };

  const user = new Channels(draft, 'user', width, 0);
  if (schema.hasTime) {
    user.past('past-items', itemId, true);
    if (itemFields.length > 0) user.past('past-fields', itemFields, fit);
  } else {
    user.fields('user-id', draft.addTables(own.id, width));
  }
  if (own.others.length > 0) user.fields('user-fields', draft.addTables(own.others, narrow));
  addTexts(user, 'user', ['user', 'context']);

  const items = new Channels(draft, 'item', width, user.right + 60);
  items.fields('item-id', itemId, schema.hasTime);
  if (itemFields.length > 0) items.fields('item-fields', itemFields, schema.hasTime && fit);
  addTexts(items, 'item', ['item']);

  const [left, right] = [user.fuse(), items.fuse()];
  draft.add(
    'match',
    'match',
    'match',
    [user.right - 60, 200],
    { score: 'cosine', temperature: TEMPERATURE, learnTemperature: false },
    [
      [`${left}.vector`, 'user'],
      [`${right}.vector`, 'item'],
    ],
  );
  const masks = { sameItem: true, sameUser: true, rowWeights: true };
  draft.add(SOFTMAX, 'in-batch-softmax', 'objective', [user.right - 60, 100], { logQ: true, ...masks }, [
    ['match.pairing', 'pairing'],
  ]);
  draft.add(HARD, 'triplet', 'objective', [user.right + 120, 100], { choose: 'hardest', ...HARDEST, ...masks }, [
    ['match.pairing', 'pairing'],
  ]);
  return draft.graph('Que2Search');
}

/**
 * The paper's curriculum: the hardest negatives come in when training against all of the batch has converged, beside
 * it.
 */
function settings(schema: Schema): Settings {
  const plain = settingsFor(schema);
  return {
    ...plain,
    stages: [[SOFTMAX], [SOFTMAX, HARD]].flatMap((terms) => plain.stages.map((stage) => ({ ...stage, terms }))),
  };
}

/**
 * Que2Search (Liu et al., KDD 2021): every kind of evidence is a channel of its own, mapped to one width, and each
 * tower weighs its channels by the example. The encoders are trained from nothing here, not beforehand. Left out of the
 * paper: its classification head, which tells the queries that found an item (one that tells the category, at a weight
 * of .1, is worse on validation: .0344 against .0359 on kuairand long view, .0784 against .0818 on ml-latest-small);
 * the softmax in both directions (.0357 against .0359; neutral from query to item in the paper, too); gradient
 * blending.
 */
const que2search: Preset = {
  id: 'que2search',
  place: 6,
  title: 'Que2Search',
  build: (schema, { width = widthFor(schema) } = {}) => ({ graph: draw(schema, width), settings: settings(schema) }),
};
export default que2search;
