/** Edits that mend a problem in one step: see edits/fixes.ts. */
export type Fix = 'connect' | 'keep-last' | 'disconnect' | 'drop-table' | 'reset' | 'one-width';

/**
 * Something wrong with a graph, as a value at the place where it is wrong. The sentence is `model.problem.<code>` of
 * the catalog.
 */
export interface Problem {
  nodeId: string;
  /** The parameter or input concerned, where there is one. */
  field?: string;
  code:
    | 'unknown-block'
    | 'wrong-side'
    | 'missing-input'
    | 'unknown-input'
    | 'unknown-output'
    | 'wrong-kind'
    | 'width-mismatch'
    | 'cycle'
    | 'crosses-sides'
    | 'unknown-table'
    | 'unknown-field'
    | 'field-of-other-side'
    | 'bad-param'
    | 'no-match'
    | 'no-objective'
    | 'duplicate-id'
    | 'no-fields'
    | 'no-time'
    | 'parts-mismatch'
    | 'too-many-edges'
    | 'not-categorical'
    | 'no-trigrams'
    | 'no-tokens'
    | 'rule-needs-tables'
    | 'not-an-id'
    | 'shared-table'
    | 'one-interest'
    | 'lengths-differ'
    | 'pasts-differ'
    | 'stage-without-terms'
    | 'samples-differ'
    | 'no-values'
    | 'counts-nowhere'
    | 'hard-too-early'
    | 'hard-alone'
    | 'no-sessions'
    | 'days-need-time'
    | 'one-session'
    | 'lone-events'
    | 'categories-seldom-meet';
  values: Record<string, string | number>;
  /** It runs all the same, and will hardly do what was meant. */
  warning?: true;
  /** What would mend it, as a word of the catalog under `editing.fix.<fix>`. */
  fix?: Fix;
}
