/** What flows along an edge: its kind, its static shape, and the tensors behind it once the graph runs. */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '../../engine/tf';

/** A named range of a vector; concatenation keeps parts apart so that a match can pair them by name. */
export interface Part {
  name: string;
  width: number;
}

/** The past of a sequence whose rows are stretches of a user's events while training (see `data/stretches.ts`). */
export const EVERY_POSITION = 'every position';

/** Rows of the table of a field, and how many of them an owner reads: more than one of a multi-valued field. */
export interface FieldSize {
  rows: number;
  length: number;
}

export type PortType =
  /** F embedded fields of equal width; `sizes`: of each, in their order. */
  | { kind: 'fields'; names: readonly string[]; width: number; sizes?: readonly FieldSize[] }
  /**
   * Past events, oldest first, each with its fields: a user's items, or an item's users. Of two sequences with one
   * `past` the events are the same, place by place.
   */
  | { kind: 'sequence'; names: readonly string[]; length: number; width: number; past: string }
  /** The first `length` embedded tokens of a text, in their order. */
  | { kind: 'tokens'; name: string; length: number; width: number }
  /**
   * `layout`: what ranges of the numbers are about, where a block keeps to the space of its input and is none of its
   * parts any more; without one, the parts.
   */
  | { kind: 'vector'; width: number; parts: readonly Part[]; layout?: readonly Part[] }
  /** Several vectors of a row, of which some are active. */
  | { kind: 'interests'; count: number; width: number }
  /**
   * The match, not yet evaluated. `label-aware`: of `count` vectors of a user, those that suit the row's item while
   * training, the best for each item afterwards.
   */
  | { kind: 'pairing'; width: number; rule: 'dot' }
  | { kind: 'pairing'; width: number; rule: 'label-aware'; count: number }
  /** Before the match is evaluated: a part of both vectors for each class, whose inner product makes its logit. */
  | { kind: 'classes'; widths: readonly [click: number, noClick: number, bad: number] }
  /**
   * Of a ranker: what a pair of a row of the user and one of its candidates is worth, by class; one class is the score
   * itself.
   */
  | { kind: 'logits'; classes: number }
  /** What a block adds to the loss by an objective that reads it. */
  | { kind: 'penalty' }
  /** An output only losses and probes read. `shape` is for people: '[R, T]'. */
  | { kind: 'internal'; shape: string };

export type PortKind = PortType['kind'];
export type PortOf<K extends PortKind> = Extract<PortType, { kind: K }>;

export const isEveryPosition = (type: PortType): type is PortOf<'sequence'> =>
  type.kind === 'sequence' && type.past === EVERY_POSITION;

/**
 * R = rows of the node's side. Above the towers of a ranker they are pairs, P = R x C: the candidates of the first user
 * row, then those of the next.
 */
export interface PortValues {
  /** [R, F, D] */
  fields: { values: Tensor3D };
  /**
   * values [R, T, F, D], mask [R, T] (1 = an event), ageDays [R, T] (days before the target's moment, 0 where masked).
   * `pool`, where it is there, sums the values by shares [R, T] to [R, F x D] without making them; `unit` brings each
   * field of an event to length one before.
   */
  sequence: {
    readonly values: Tensor4D;
    mask: Tensor2D;
    readonly ageDays: Tensor2D;
    pool?: (shares: Tensor2D, unit?: boolean) => Tensor2D;
  };
  /** values [R, T, D], mask [R, T]: 1 = a token; those of a text stand at the front. */
  tokens: { values: Tensor3D; mask: Tensor2D };
  /**
   * [R, D]. Above the towers of a ranker that scores the same candidates for all of its rows, `common` [C, D] is what
   * the item side gives of them, and `times`, where it is there, the product with a matrix [D, H], plus a bias [H],
   * without making the values: what rows or candidates have alone is multiplied once.
   */
  vector: {
    readonly values: Tensor2D;
    common?: Tensor2D;
    times?: (kernel: Tensor2D, bias: Tensor1D | null) => Tensor2D;
  };
  /** values [R, K, D], active [R, K]: 1 = the row has this interest; the first always. */
  interests: { values: Tensor3D; active: Tensor2D };
  /**
   * score(u, v) = scale x <user_u, item_v>; scale [1]. Where the rule is label-aware, `user` is made for the rows' own
   * items, and what serves is scale x max over the active k of <interests_uk, item_v>.
   */
  pairing: { readonly user: Tensor2D; item: Tensor2D; scale: Tensor1D; interests?: Tensor3D; active?: Tensor2D };
  /** logit c of (u, v) = scale x <part c of user_u, part c of item_v>; scale [1]. */
  classes: { user: Tensor2D; item: Tensor2D; scale: Tensor1D };
  /** [P, classes] */
  logits: { values: Tensor2D };
  /** [1] */
  penalty: { values: Tensor1D };
  internal: { values: Tensor };
}

export type PortValue = PortValues[PortKind];
