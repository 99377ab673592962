/**
 * A diagnosis: an illness of a run that its figures show. A folder here with a `diagnosis.ts` is one; `words.en.ts` and
 * `words.zh.ts` beside it say what it is, what shows it and what to try. It says nothing where the figures it looks at
 * are not there.
 */
import type { Probe } from '../../model/check/probe';
import type { Settings, TowerGraph } from '../../model/document/graph';
import type { Baselines } from '../evaluate/baseline-figures';
import type { Metrics } from '../evaluate/metrics';
import type { LabFailure } from '../failure';
import type { SeriesName } from '../runs/series';

/** What is known of a run, finished or not. */
export interface Evidence {
  graph: TowerGraph;
  settings: Settings;
  probes: readonly Probe[];
  /** Numbers of a vector that is scored; null where the graph does not tell. */
  width: number | null;
  curve(name: SeriesName): Points | undefined;
  /** Figures on the test part; null before they are there. */
  tested: Metrics | null;
  /** Of the test part. */
  baselines: Baselines;
  failure: LabFailure | null;
}

/** Steps ascending. */
export interface Points {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** A number, a text, a share that is said as percent, labels of a live value, or nodes by their names. */
export type Shown =
  | number
  | string
  | { readonly share: number }
  | { readonly probe: Probe; readonly labels: readonly string[] }
  | { readonly nodes: readonly string[] };

/** What was found: which sentence of the words says it, and what fills it. */
export interface Finding<Case extends string = string> {
  case: Case;
  values: Readonly<Record<string, Shown>>;
}

export const found = <const Case extends string>(of: Case, values: Finding['values']): Finding<Case> => ({
  case: of,
  values,
});

export interface Diagnosis<Case extends string = string> {
  /** The name of its folder. */
  id: string;
  /** Where it stands among others that are found, from 1: what spoils every other figure first. */
  place: number;
  look(evidence: Evidence): Finding<Case> | null;
}
export const defineDiagnosis = <const Case extends string>(diagnosis: Diagnosis<Case>): Diagnosis<Case> => diagnosis;

export interface DiagnosisWords<Case extends string = string> {
  title: string;
  /** What shows it, by the case. */
  evidence: Readonly<Record<Case, string>>;
  advice: string;
}
export type WordsOf<D> = D extends Diagnosis<infer Case> ? DiagnosisWords<Case> : never;

/** With so many digits numbers are compared in words. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** Mean of the values at steps in (from, to]; NaN where there is none. */
export function meanBetween({ steps, values }: Points, from: number, to: number): number {
  const inside = values.filter((_, at) => steps[at]! > from && steps[at]! <= to);
  return inside.reduce((sum, value) => sum + value, 0) / inside.length;
}
