/** Finished runs of a study, as they stand in a record, and what they say of one measure. */

export interface StudyRun {
  study: string;
  arm: string;
  seed: number;
  /** Of graphs, settings and data: a run of another version of the study has another one. */
  mark: string;
  /** Trainable, tables included. */
  parameters: number;
  finalWidth: number;
  steps: number;
  seconds: number;
  adapter: string;
  measures: Readonly<Record<string, number>>;
  /** NDCG@10 of each tested user, in the order of the test part. */
  ndcg: PerUser;
}

/**
 * A number for each of so many users, 0 for those not listed: most are not shown what they took, and records are kept.
 */
export interface PerUser {
  readonly users: number;
  readonly above: readonly (readonly [user: number, value: number])[];
}

/** Digits of a user's number in a record. */
const DIGITS = 1e4;

export const listed = (values: Float32Array): PerUser => ({
  users: values.length,
  above: Array.from(values, (value, user) => [user, Math.round(value * DIGITS) / DIGITS] as const).filter(
    ([, value]) => value !== 0,
  ),
});

export function valuesPerUser({ users, above }: PerUser): Float32Array {
  const values = new Float32Array(users);
  for (const [user, value] of above) values[user] = value;
  return values;
}

/** Values of a measure of an arm, seed by seed in ascending order; runs without it are left out. */
export const valuesOf = (runs: readonly StudyRun[], arm: string, measure: string): number[] =>
  ofArm(runs, arm).flatMap(({ measures }) => (measure in measures ? [measures[measure]!] : []));

export const ofArm = (runs: readonly StudyRun[], arm: string): StudyRun[] =>
  runs.filter((run) => run.arm === arm).sort((a, b) => a.seed - b.seed);

/** Pairs of runs of two arms with one seed. */
export const pairsOf = (runs: readonly StudyRun[], one: string, other: string): [StudyRun, StudyRun][] =>
  ofArm(runs, one).flatMap((run): [StudyRun, StudyRun][] => {
    const partner = runs.find(({ arm, seed }) => arm === other && seed === run.seed);
    return partner ? [[run, partner]] : [];
  });

/** Differences of a measure between two arms, `one` minus `other`, seed by seed. */
export const differencesOf = (runs: readonly StudyRun[], one: string, other: string, measure: string): number[] =>
  pairsOf(runs, one, other).flatMap(([a, b]) =>
    measure in a.measures && measure in b.measures ? [a.measures[measure]! - b.measures[measure]!] : [],
  );
