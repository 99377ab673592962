import type { FormulaCode } from '../../data/weight-formula/problem';

/**
 * Something wrong with a graph, as a value at the place where it is wrong. The sentence is `problem.<code>` of
 * the catalog.
 */
export interface Problem {
  nodeId: string;
  /** The parameter or input concerned, where there is one. */
  field?: string;
  code:
    /** Of a formula of row weights: `dataProblem.<code>`, with the place in the formula among the values. */
    | FormulaCode
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
    | 'newer-version'
    | 'too-many-nodes'
    | 'too-deep'
    | 'no-match'
    | 'no-objective'
    | 'duplicate-id'
    | 'unread'
    | 'not-served'
    | 'serves-nothing'
    | 'product-of-interests'
    | 'two-maxima'
    | 'negative-maximum'
    | 'product-too-wide'
    | 'no-fields'
    | 'no-time'
    | 'parts-mismatch'
    | 'too-narrow'
    | 'too-many-edges'
    | 'not-categorical'
    | 'no-shared-values'
    | 'not-numeric'
    | 'not-positive'
    | 'numbers-missing'
    | 'no-trigrams'
    | 'no-tokens'
    | 'rule-needs-tables'
    | 'not-an-id'
    | 'shared-table'
    | 'one-interest'
    | 'lengths-differ'
    | 'pasts-differ'
    | 'positions-differ'
    | 'not-causal'
    | 'hides-positions'
    | 'no-order'
    | 'stage-without-terms'
    | 'stage-without-score'
    | 'samples-differ'
    | 'candidates-differ'
    | 'nothing-shown'
    | 'no-impressions'
    | 'too-many-drawn'
    | 'no-such-column'
    | 'no-column-chosen'
    | 'scores-of-shown'
    | 'no-probabilities'
    | 'column-of-taken'
    | 'no-relevance'
    | 'too-few-known'
    | 'no-bad-cases'
    | 'no-run'
    | 'no-score'
    | 'two-scores'
    | 'needs-ranker'
    | 'not-in-ranker'
    | 'no-values'
    | 'counts-nowhere'
    | 'hard-too-early'
    | 'hard-alone'
    | 'no-sessions'
    | 'days-need-time'
    | 'one-session'
    | 'lone-events'
    | 'categories-seldom-meet'
    | 'tensor-too-large'
    | 'hits-too-large'
    | 'too-large-for-gpu';
  values: Record<string, string | number>;
  /** It runs all the same, and will hardly do what was meant. */
  warning?: true;
}

/** A document that cannot run, with all that is wrong with it. */
export class ProblemsError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(`the graph has ${problems.length} problem(s), first: ${problems[0]?.code} at "${problems[0]?.nodeId}"`);
    this.name = 'ProblemsError';
  }
}
