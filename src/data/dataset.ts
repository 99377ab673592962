/**
 * The encoded log: what every later part of the lab reads. Plain typed arrays, no tensors, no strings but ids and
 * names. Produced by `build-dataset.ts` from parsed tables and the roles of their columns, consumed by splits, batches
 * and evaluation.
 */

/** Rows every encoded field keeps for itself; the first value of the log is row 2. */
export const MISSING = 0;
export const UNKNOWN = 1;
export const FIRST_VALUE = 2;

export type FieldOwner = 'user' | 'item' | 'context';

/**
 * One encoded column. Each owner row (a user, an item, an event) holds `length` slots of (row id, weight): a
 * categorical field has one slot of weight 1; a bag (genres, title words) has up to `length` slots of weight 1/n,
 * unused slots have weight 0 and id MISSING; a normalised numeric field has one slot whose weight is the standardised
 * value. A text has one slot of weight 1 for each of its trigrams, or for each of its tokens in their order, and may be
 * made only when its slots are asked for. The embedding of the field is the weighted sum of its slots' table rows;
 * tokens are embedded one by one.
 */
export interface Field {
  name: string;
  owner: FieldOwner;
  kind: 'id' | 'categorical' | 'bag' | 'numeric' | 'trigrams' | 'tokens';
  /**
   * Rows of an embedding table for this field: vocabulary.length + FIRST_VALUE; trigrams have as many hash rows in
   * place of a vocabulary.
   */
  rows: number;
  /** Value of row FIRST_VALUE + i; for bucketed numbers the readable range. Counted on the training part only. */
  vocabulary: readonly string[];
  /** Slots per owner row. */
  length: number;
  /** [owner rows x length]; rows of a context field are the events, behind them the shown rows. */
  ids: Uint32Array;
  /** [owner rows x length]; null where every weight is 1 (one slot). */
  weights: Float32Array | null;
  /**
   * [owner rows] of numeric columns of items: the numbers as they stood in the file, NaN where there is none. What is
   * served may be weighed by them; nothing learns from them, and no fingerprint has them.
   */
  numbers?: Float32Array;
  /**
   * Why this column looks like a leak (a summary of the whole log), in a word of the catalog; shown beside the field.
   */
  warning?: 'summary-of-log';
}

/** Whether a field is a further encoding of a text column, for blocks that read texts. */
export const isText = ({ kind }: Pick<Field, 'kind'>): boolean => kind === 'trigrams' || kind === 'tokens';

/** What a model needs to know of a field: no data. Travels in graphs' schemas and in weights files. */
export type FieldSpec = Pick<Field, 'name' | 'owner' | 'kind' | 'rows' | 'length'>;

/** Roles of a log whose columns say what came of a row, or what it is worth: see outcomes.ts. */
export type OutcomeRole = 'label' | 'behaviour' | 'dwell' | 'position' | 'weight';

/** One column of outcomes: numbers, NaN where a cell holds none, or names by code, 0 where a cell is empty. */
export type OutcomeColumn =
  | { name: string; role: OutcomeRole; values: Float32Array }
  | {
      name: string;
      role: OutcomeRole;
      codes: Uint32Array;
      /** Name of each code; entry 0 is ''. */ dictionary: readonly string[];
    };

/**
 * What came of the kept events: every usable row of an event's user/item pair, as it stood in the log, so that a
 * purchase that follows the click which is kept is not lost. Nothing is aggregated: rows may lie after a cut in time,
 * and whoever makes a training weight of them may look only at those before it. No history, count, field or figure
 * reads them, and no model is given them: they weigh rows, and a column of
 * scores is a target beside the labels (`teacher-scores.ts`).
 */
export interface Outcomes {
  /**
   * [events + 1] rows of event e are [start[e], start[e + 1]), its own first, by time, then line. Under `repeats:
   * 'all'` each event has its own row only.
   */
  start: Uint32Array;
  /** [rows] as in `Events`. */
  time: Float64Array;
  /** [rows] in the uploaded file. */
  line: Uint32Array;
  /** One entry per row in each; in the order of the file. */
  columns: readonly OutcomeColumn[];
}

/** Events sorted by user, then time, then line; all arrays have one entry per kept event. */
export interface Events {
  user: Uint32Array;
  item: Uint32Array;
  /** Milliseconds since the epoch; the line number where the log has no time. */
  time: Float64Array;
  /**
   * Number within the user, from 0: events of a user at the same time are of one group, in no order among themselves.
   */
  tieGroup: Uint32Array;
  /**
   * Which session the event belongs to, as the log's column says it: equal numbers for equal cells, NO_SESSION for an
   * empty one. Null without such a column.
   */
  session: Uint32Array | null;
  /**
   * Training weight of the event's row in the loss, by the formula of the protocol (`weigh.ts`) or else the column of
   * that role; null = 1 everywhere.
   */
  weight: Float32Array | null;
  /** Of all rows of the events' pairs; null where the log has no column of such a role. */
  outcomes: Outcomes | null;
  /** Line in the uploaded file (1 = first line), for messages. */
  line: Uint32Array;
}

/**
 * Rows that were shown and not taken, of users and items that are kept; sorted by user, then time, then line. Never
 * history, counts, q, hits, vocabularies or candidates' filter. Row s reads its context fields at owner row
 * `events.user.length + s`.
 */
export interface Shown {
  user: Uint32Array;
  item: Uint32Array;
  /** As in `Events`. */
  time: Float64Array;
  line: Uint32Array;
  /** CSR over users: [users + 1] */
  start: Uint32Array;
  /** [rows] which part of the split a row is of: 0 train, 1 validation, 2 test. */
  part: Uint8Array;
  /**
   * [rows] how many leading events of the user lie strictly before the row's moment: its history is that prefix (see
   * `Past`).
   */
  history: Uint32Array;
  /** One entry per row each; as `Outcomes.columns`. */
  columns: readonly OutcomeColumn[];
}

export interface Dataset {
  name: string;
  /** Ids as they stood in the file, by index. */
  users: readonly string[];
  items: readonly string[];
  /** What to show for an item: its title where a title column was named, else its id. */
  itemTitles: readonly string[];
  /** A second line for an item (category, genres, author…) or ''. */
  itemNotes: readonly string[];
  /** What to show for a user: a name column, else its id. */
  userTitles: readonly string[];
  events: Events;
  /** CSR over users: events of user u are [userStart[u], userStart[u + 1]). */
  userStart: Uint32Array;
  /** Null where the protocol does not say which rows are positives. */
  shown: Shown | null;
  /**
   * First the id fields 'user id' (owner user) and 'item id' (owner item), then the others in file order, then trigrams
   * and tokens of those that are texts.
   */
  fields: readonly Field[];
  /**
   * False where the log has no usable time column: no sequence but sessions of a column, splits by time are refused.
   */
  hasTime: boolean;
  split: Split;
  protocol: Protocol;
  /** sha256 of the encoded log, in hex. */
  fingerprint: string;
}

export type SplitRule = 'leave-last-out' | 'last-fifth' | 'time' | 'random';

/** How raw events became a data set; a figure always travels with it. */
export interface Protocol {
  split: SplitRule;
  repeats: 'first' | 'all';
  /** 'strict': history lies strictly before the target's moment. 'file': line order decides inside a moment too. */
  ties: 'strict' | 'file';
  minItemEvents: number;
  minUserEvents: number;
  /** True: items of the history stay in the ranking. Those that a target sets apart do not. */
  keepSeen: boolean;
  /** Which rows are read (`rowFilter`), before everything else: "is_click=1", "rating >= 8"; '' for all. */
  where: string;
  /**
   * Which of the rows read are positives, in the language of `where`: those are the events, the others are kept as
   * `Shown`; '' = every row is a positive.
   */
  positives: string;
  /**
   * What a training row is worth, a formula over the outcomes of its pair (`weight-formula/`): "click + 2 * like"; ''
   * for the column of role weight, or 1.
   */
  weight: string;
}

export const DEFAULT_PROTOCOL: Protocol = {
  split: 'leave-last-out',
  repeats: 'first',
  ties: 'strict',
  minItemEvents: 5,
  minUserEvents: 3,
  keepSeen: false,
  where: '',
  positives: '',
  weight: '',
};

/** The parts of a log, as positions in `Events`. */
export interface Split {
  /** Positions of training events, ascending (so grouped by user and ordered in time inside a user). */
  train: Uint32Array;
  validation: readonly Target[];
  test: readonly Target[];
  /** Training events per item: popularity and q_j. */
  itemCounts: Uint32Array;
  /** Share of test targets whose item has no training event; they stay in the ranking and count as misses. */
  unseenTargets: number;
}

/** What is known of a user when he is asked. */
export interface Past {
  user: number;
  /** Number of leading events of the user that are history: events [userStart[u], userStart[u] + history). */
  history: number;
  /** For 'random' splits the history is not a prefix: explicit event positions instead; null = the prefix above. */
  historyEvents: Uint32Array | null;
  /** The moment he is asked at, as in `Events`, where it is not that of his next event: of a shown row. */
  time?: number;
}

/** What one user is asked: the held-out items of one moment (split 'leave-last-out') or of one part (other splits). */
export interface Target extends Past {
  /**
   * Positions of the held-out events, ascending; the first is the one whose context is read. Empty where nothing is
   * held out.
   */
  events: Uint32Array;
  /** Their distinct items: to be found. */
  items: Uint32Array;
  /**
   * Items that are no candidates though no history either: at the test of a 'random' split those of the user's
   * validation part, which are neither hits nor false hits there. The other way round nothing is set apart: to take the
   * test items out at validation would tell which they are.
   */
  apart: Uint32Array;
}
