/** What a person should look at before data are used: a guess that may be wrong, a column that is left out. */

/** The sentence is `notice.<code>` of the catalog; `values` fill its placeholders. */
export interface Notice {
  code: NoticeCode;
  values: Record<string, string | number>;
  /** The column it is about: once it has a role of its own there is nothing more to say. */
  column?: string;
}

export type NoticeCode =
  /** The file reads as well in another encoding. */
  | 'encoding-unsure'
  /** The column has more distinct cells than can be told apart. */
  | 'too-many-values'
  /** Called a time, a weight, an amount, and not read as one. */
  | 'time-unread'
  | 'weight-unread'
  | 'number-unread';
