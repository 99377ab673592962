/** Claims of a study: pure functions of its runs. An effect that does not appear is said like one that does. */
import { interval } from '../../evaluate/interval';
import { digits } from './digits';
import { differencesOf, ofArm, valuesOf, type StudyRun } from './runs';

export type Verdict = 'holds' | 'does not hold' | 'undecided';

export interface Judgement {
  verdict: Verdict;
  /** What it rests on, to be printed. */
  numbers: string;
}

export interface Claim {
  /** In a sentence. */
  text: string;
  judge(runs: readonly StudyRun[]): Judgement;
}

const signed = (value: number): string => `${value < 0 ? '' : '+'}${digits(value)}`;

/**
 * Whether the mean of `values` lies above `threshold`: by its interval over seeds. On both sides of it, or with one
 * seed, nothing is decided.
 * @param level of the interval
 */
export function decide(values: readonly number[], threshold = 0, level = 0.95): Judgement {
  if (values.length === 0) return { verdict: 'undecided', numbers: 'no run' };
  const { mean, half } = interval(values, level);
  if (half === null) return { verdict: 'undecided', numbers: `${signed(mean)}, one seed` };
  const numbers = `${signed(mean)} ± ${digits(half)} over ${values.length} seeds`;
  return {
    verdict: mean - half > threshold ? 'holds' : mean + half < threshold ? 'does not hold' : 'undecided',
    numbers,
  };
}

const named = (label: string, { verdict, numbers }: Judgement): Judgement => ({
  verdict,
  numbers: `${label} ${numbers}`,
});

/** `one` has more of the measure than `other`, by the differences of equal seeds. */
export const beats =
  (one: string, other: string, measure = 'ndcg@10'): Claim['judge'] =>
  (runs) =>
    named(`${one} - ${other}, ${measure}:`, decide(differencesOf(runs, one, other, measure)));

/**
 * At least one of `arms` has more of the measure than `other`. So many chances to hold by luck are paid for: each is
 * judged at 1 - 0.05 / arms (Bonferroni).
 */
export const anyBeats =
  (arms: readonly string[], other: string, measure = 'ndcg@10'): Claim['judge'] =>
  (runs) => {
    const each = arms.map((arm) =>
      named(
        `${arm} - ${other}, ${measure}:`,
        decide(differencesOf(runs, arm, other, measure), 0, 1 - 0.05 / arms.length),
      ),
    );
    const verdict = each.some((own) => own.verdict === 'holds')
      ? 'holds'
      : each.every((own) => own.verdict === 'does not hold')
        ? 'does not hold'
        : 'undecided';
    return { verdict, numbers: each.map(({ numbers }) => numbers).join('; ') };
  };

/** `one` has at most `share` less of the measure than `other`, as a share of what `other` has. */
export const costsNothing =
  (one: string, other: string, share = 0.02, measure = 'ndcg@10'): Claim['judge'] =>
  (runs) => {
    const base = valuesOf(runs, other, measure);
    const allowed = share * (base.reduce((sum, x) => sum + x, 0) / Math.max(1, base.length));
    const { verdict, numbers } = decide(differencesOf(runs, one, other, measure), -allowed);
    return {
      verdict,
      numbers: `${one} - ${other}, ${measure}: ${numbers}; ${digits(allowed)} less would count as nothing`,
    };
  };

/** `one` has at most `most` less of the measure than `other`. */
export const staysWithin =
  (one: string, other: string, most: number, measure: string): Claim['judge'] =>
  (runs) =>
    named(
      `${one} - ${other}, ${measure}, above -${digits(most)}:`,
      decide(differencesOf(runs, one, other, measure), -most),
    );

/** Inside an arm, the smallest of some measures is above the largest of others. */
export const standsAbove =
  (arm: string, high: readonly string[], low: readonly string[]): Claim['judge'] =>
  (runs) => {
    const gaps = ofArm(runs, arm).map(({ measures }) => {
      const value = (name: string): number => {
        if (!(name in measures))
          throw new Error(`the arm "${arm}" has no measure "${name}"; it has ${Object.keys(measures).join(', ')}`);
        return measures[name]!;
      };
      return Math.min(...high.map(value)) - Math.max(...low.map(value));
    });
    return named(`${arm}, lowest of ${high.join(', ')} - highest of ${low.join(', ')}:`, decide(gaps));
  };

/** A measure of an arm lies above a number. */
export const measureAbove =
  (arm: string, measure: string, threshold: number): Claim['judge'] =>
  (runs) =>
    named(`${arm}, ${measure}, above ${threshold}:`, decide(valuesOf(runs, arm, measure), threshold));
