/**
 * Why an edit of the drawing is refused: a code with values, said by `refused.<code>` of the catalog. Values called
 * `node`, `other`, `from` and `to` are ids of nodes, `block` is a block's, `got` and `needs` are kinds of what flows.
 */
export type RefusalCode =
  /** `node` or `block` reads `needs`, and would get `got`. */
  | 'wrong-kind'
  /** A `block` that does not stand on this `side`. */
  | 'wrong-side'
  /** `node` may not read the `side`, only `sides`. */
  | 'side-unread'
  /** `from` reads `to` already, directly or not. */
  | 'circle'
  | 'itself'
  | 'connected'
  | 'same-place'
  | 'reads-nothing'
  | 'gives-nothing'
  /** The `input` of `node` takes one edge: nothing stands beside it. */
  | 'takes-one'
  | 'same-block'
  /** `block` has no place for every edge of `node`. */
  | 'loses-edges'
  | 'unknown-block'
  | 'no-tables'
  | 'unknown-field'
  | 'field-of-other-side'
  | 'field-kind'
  | 'has-field'
  /** `node` would read no field at all. */
  | 'last-field'
  /** `node` and `other` do not stand in one tower. */
  | 'other-tower'
  /** The `field` is none of the `side`. */
  | 'other-row'
  /** Channels are ordered among those of their own input. */
  | 'other-input'
  | 'not-here';

export interface Refusal {
  code: RefusalCode;
  values: Readonly<Record<string, string | number>>;
}

export const refusal = (code: RefusalCode, values: Refusal['values'] = {}): Refusal => ({ code, values });
