/**
 * The two towers that most presets begin from. Both sides begin from the same parts, the item's id and a narrow
 * embedding of each of its fields; on the user's side they are pooled over the history, so that what was liked in
 * genres meets genres and what was liked in titles meets titles. Each side adds to them what an MLP makes of everything
 * it knows, or of what a channel of the preset makes of its fields.
 *
 * One rule for all presets, so that each differs from the others by its idea: with a history no table of the users'
 * ids, which learns few users well by heart and says nothing of the others; item ids as wide as the towers, fields as
 * wide as `widthsOf` says, a past of `PAST` events. Chosen on validation (NDCG@10 of `two-tower`, one seed; kuairand
 * long view, click, movietweetings-100k, ml-latest-small, online-retail): no user id .0319, .0359, .1396, .1147, .1028;
 * 16 wide .0310, .0346, .1384, .1141, .1072; 16 wide with weight decay 10 .0312, .0343, .1395, .1149, .1075; 64 wide
 * .0288, .0346, .1326, .1080, .1083; all with a mix that began at .3. As shares of the best of each log, on average:
 * .989 without, .982, .985 and .951. Half as much past, 20 events, .0323, .0357, .1401, .1086, .0918: on average .97 of
 * 50. With the mix as it begins now the first three logs say the same: .0350, .0378, .1420 without, and .0295, .0336,
 * .1296 with 64.
 */
import { isText } from '../../../data/dataset';
import type { Json, TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { Draft, type Wire } from './draft';

export const HIDDEN = 128;
/** Share dropped of past events, and of what the MLPs see. */
export const DROPOUT = 0.3;
/** Of every list of past events, and how it is pooled. */
export const PAST = { length: 50, dropout: DROPOUT };
export const POOL = { by: 'learnt', halfLife: 10 };
/** Below this many items 32 numbers tell them apart. */
const SMALL_CATALOGUE = 500;

export const widthFor = ({ items }: Schema): number => (items < SMALL_CATALOGUE ? 32 : 64);

/**
 * Width of the fields beside the id: together about as wide as the id, each at most a quarter of it and at least 8, in
 * steps of the four numbers a GPU moves at once.
 */
const narrowWidth = (width: number, fields: number): number =>
  Math.max(8, Math.min(width / 4, 4 * Math.floor(width / 4 / Math.max(1, fields))));

/**
 * Widths of the parts the towers begin from, and of the vectors they meet in: with a history every field of the items
 * has its part.
 */
export function widthsOf(schema: Schema, width: number): { narrow: number; vector: number } {
  const { others } = fieldsOf(schema, 'item');
  const narrow = narrowWidth(width, others.length);
  return { narrow, vector: schema.hasTime ? width + narrow * others.length : width };
}

/**
 * Field names of an owner, its id first; further encodings of texts, which blocks of their own read, are not among
 * them.
 */
export const fieldsOf = ({ fields }: Schema, owner: 'user' | 'item'): { id: string[]; others: string[] } => {
  const own = fields.filter((field) => field.owner === owner && !isText(field));
  return {
    id: own.filter(({ kind }) => kind === 'id').map(({ name }) => name),
    others: own.filter(({ kind }) => kind !== 'id').map(({ name }) => name),
  };
};

/** What the MLPs see beside the parts a side begins from. */
export interface Channels {
  /** Draws the nodes of a side, all below y = 500 and from x = `left` on, and returns what its MLP reads. */
  draw(draft: Draft, side: Side, left: number): Wire[];
}

/** What stands on a side's tower before it meets the other one. */
export interface TowerHead {
  /** Parameters of the match that differ. */
  match?: Record<string, Json>;
  /**
   * Draws the nodes of a side upon its `tower`, the last of them at `at`, and returns the vector that goes to the
   * match.
   */
  draw(draft: Draft, side: Side, tower: string, at: [number, number]): string;
}

/** What a preset has of its own; without any of it, the towers of `two-tower`. */
export interface Variation {
  /** In place of the user's own fields and beside the item's parts. */
  channels?: Channels;
  head?: TowerHead;
  /**
   * Draws match and objectives, from y = 95 upward, in place of a cosine and its softmax.
   * @param towers the vectors of both sides
   */
  meet?(draft: Draft, towers: Readonly<Record<Side, string>>): void;
  /** Draws one node at `at` upon all that a side's MLP reads, `source`, and returns what the MLP reads in its place. */
  gate?(draft: Draft, side: Side, source: string, at: [number, number]): string;
  /** The user's MLP knows how long ago the newest event of the past was. */
  timeSince?: boolean;
  /** The MLP is all of the tower, not added to the parts it begins from: nothing passes it by. */
  classic?: boolean;
}

type Side = 'user' | 'item';

/** x of the n-th column of nodes beside a side's own, outward from them. */
export const column = (side: Side, n: number): number => (side === 'user' ? -180 * (n + 1) : 920 + 180 * n);

/** @param schema whose users have an id where there is no time */
export function drawTowers(title: string, schema: Schema, width: number, variation: Variation = {}): TowerGraph {
  const { channels, head, meet } = variation;
  const draft = new Draft();
  const fields = { user: fieldsOf(schema, 'user'), item: fieldsOf(schema, 'item') };
  const { narrow, vector } = widthsOf(schema, width);
  const itemId = draft.addTables(fields.item.id, width);
  const itemOthers = draft.addTables(fields.item.others, narrow);

  const base: Wire[] = [];
  const userParts: Wire[] = [];
  if (schema.hasTime) {
    draft.add('history', 'history', 'user', [180, 760], { tables: itemId, ...PAST });
    draft.add('pool', 'pool', 'user', [180, 640], POOL, [['history.sequence', 'sequence']]);
    base.push(['pool.vector', 'parts']);
    if (itemOthers.length > 0) {
      draft.add('history-fields', 'history', 'user', [360, 760], { tables: itemOthers, ...PAST });
      draft.add('pool-fields', 'pool', 'user', [360, 640], POOL, [['history-fields.sequence', 'sequence']]);
      base.push(['pool-fields.vector', 'parts']);
    }
  } else {
    draft.add('user-id', 'fields', 'user', [0, 760], { tables: draft.addTables(fields.user.id, width) });
    base.push(['user-id.fields', 'parts']);
    if (!channels) userParts.push(['user-id.fields', 'parts']);
  }
  if (!channels && fields.user.others.length > 0) {
    draft.add('user-fields', 'fields', 'user', [0, 640], { tables: draft.addTables(fields.user.others, narrow) });
    userParts.push(['user-fields.fields', 'parts']);
  }
  if (schema.hasTime && variation.timeSince) {
    draft.add('time-since', 'time-since', 'user', [0, 550], {}, [['history.sequence', 'sequence']]);
    userParts.push(['time-since.vector', 'parts']);
  }
  if (channels) userParts.push(...channels.draw(draft, 'user', -360));
  draft.add('user-base', 'concat', 'user', [270, 550], {}, base);
  draft.add('user-concat', 'concat', 'user', [90, 460], {}, [
    ...userParts,
    ...(schema.hasTime ? [['user-base.vector', 'parts'] as const] : []),
  ]);
  const seen = variation.gate?.(draft, 'user', 'user-concat.vector', [-90, 415]) ?? 'user-concat.vector';
  draft.add('user-dropout', 'dropout', 'user', [90, 370], { rate: DROPOUT }, [[seen, 'vector']]);
  draft.add('user-mlp', 'mlp', 'user', [90, 280], mlpTo(vector), [['user-dropout.vector', 'vector']]);
  if (!variation.classic)
    draft.add('user-mix', 'mix', 'user', [180, 190], MIX, [
      ['user-base.vector', 'a'],
      ['user-mlp.vector', 'b'],
    ]);

  drawItemTower(draft, { id: itemId, others: itemOthers }, vector, schema.hasTime, variation);
  const [user = '', item = ''] = (['user', 'item'] as const).map((side) => {
    const tower = `${side}-${variation.classic ? 'mlp' : 'mix'}.vector`;
    return head ? head.draw(draft, side, tower, [side === 'user' ? 180 : 650, 95]) : tower;
  });
  if (meet) {
    meet(draft, { user, item });
    return draft.graph(title);
  }
  const top = head ? 0 : 95;
  draft.add(
    'match',
    'match',
    'match',
    [420, top],
    { score: 'cosine', temperature: 0.07, learnTemperature: false, ...head?.match },
    [
      [user, 'user'],
      [item, 'item'],
    ],
  );
  draft.add('softmax', 'in-batch-softmax', 'objective', [420, top - 95], SOFTMAX, [['match.pairing', 'pairing']]);
  return draft.graph(title);
}

/**
 * The item's tower, from its tables to `item-mix.vector`.
 * @param begins whether it begins from all of them, as a history does, or from its id alone
 */
export function drawItemTower(
  draft: Draft,
  tables: { id: readonly string[]; others: readonly string[] },
  width: number,
  begins: boolean,
  { channels, gate, classic }: Variation = {},
): void {
  draft.add('item-id', 'fields', 'item', [560, 760], { tables: [...tables.id] });
  const parts: Wire[] = [['item-id.fields', 'parts']];
  if (tables.others.length > 0) {
    draft.add('item-fields', 'fields', 'item', [740, 760], { tables: [...tables.others] });
    parts.push(['item-fields.fields', 'parts']);
  }
  const own = channels?.draw(draft, 'item', 920) ?? [];
  draft.add('item-base', 'concat', 'item', [560, 550], {}, begins ? parts : parts.slice(0, 1));
  const isPlain = begins && own.length === 0;
  if (!isPlain)
    draft.add('item-concat', 'concat', 'item', [740, 460], {}, [
      ...own,
      ...(begins ? [['item-base.vector', 'parts'] as const] : parts),
    ]);
  const read = isPlain ? 'item-base.vector' : 'item-concat.vector';
  const seen = gate?.(draft, 'item', read, isPlain ? [740, 460] : [920, 415]) ?? read;
  draft.add('item-dropout', 'dropout', 'item', [740, 370], { rate: DROPOUT }, [[seen, 'vector']]);
  draft.add('item-mlp', 'mlp', 'item', [740, 280], mlpTo(width), [['item-dropout.vector', 'vector']]);
  if (!classic)
    draft.add('item-mix', 'mix', 'item', [650, 190], MIX, [
      ['item-base.vector', 'a'],
      ['item-mlp.vector', 'b'],
    ]);
}

/**
 * What a preset whose blocks ask for a profile knows of a user beside the past that they read: the fields of the user;
 * where there are none, the pooled history, which the MLP of `two-tower` sees as well; and where there is no time
 * either, the id. From x = `x` to the left, and from y = 715 on.
 */
export function drawProfile(draft: Draft, schema: Schema, itemId: readonly string[], width: number, x: number): Wire {
  const { id, others } = fieldsOf(schema, 'user');
  if (others.length > 0) {
    draft.add('user-fields', 'fields', 'user', [x, 760], {
      tables: draft.addTables(others, widthsOf(schema, width).narrow),
    });
    return ['user-fields.fields', 'parts'];
  }
  if (schema.hasTime) {
    draft.add('past', 'history', 'user', [x - 450, 760], { tables: [...itemId], ...PAST });
    draft.add('past-pool', 'pool', 'user', [x - 270, 715], POOL, [['past.sequence', 'sequence']]);
    return ['past-pool.vector', 'parts'];
  }
  draft.add('user-id', 'fields', 'user', [x, 760], { tables: draft.addTables(id, width) });
  return ['user-id.fields', 'parts'];
}

/** Parameters of a side's MLP. */
export const mlpTo = (width: number): Record<string, Json> => ({
  widths: [HIDDEN, width],
  activation: 'relu',
  lastLinear: true,
});
/**
 * How much of the MLP is added to the parts that a side begins from. Chosen on validation, one seed, figure and logs as
 * above: .3 gives .0319, .0359, .1396, .1147, .1028; 1 gives .0333, .0384, .1408, .1216, .1027; 2 gives .0349, .0386,
 * .1424, .1208, .0997. As shares of the best, on average: .953, .987, .993. A second seed says the same of 1 and 2 on
 * kuairand long view (.0325, .0351) and movietweetings-100k (.1412, .1432). Nothing but the MLP, `classic`: .1005 and
 * .0934 on the last two logs.
 */
export const MIX = { scale: 2, learnt: false };

/** Every positive against the other rows' items. */
export const SOFTMAX = { logQ: true, sameItem: true, sameUser: true, rowWeights: true };
