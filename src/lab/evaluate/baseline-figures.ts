/** Figures of the rankers on a part of the split, and what they chose to reach them. */
import type { Choices, LeftReason, RankerId } from '../rankers/ranker';
import type { ReferenceRow } from '../rankers/rankers';
import type { Metrics } from './metrics';

/**
 * A row without figures, and why: the sentence is `baselines.left.<reason>` of the catalog, filled with `values`.
 * `waiting`: it is still to come.
 */
export interface Left {
  id: ReferenceRow;
  reason: LeftReason | 'skipped' | 'waiting';
  values: Readonly<Record<string, number>>;
}

/**
 * A row that was counted in another way than on a smaller log or on another machine: `instead.<method>` or
 * `notes.<method>` of the words of the ranker, filled with `values`.
 */
export interface Instead {
  id: RankerId;
  method: string;
  values: Readonly<Record<string, number>>;
}

export interface Baselines extends Partial<Record<RankerId, Metrics>> {
  oracle?: Metrics;
  chosen?: Partial<Record<RankerId, Choices>>;
  /** So many users of the validation part, where it was not all of them. */
  chosenOn?: number;
  /** In the order of their rows; not there where every row has figures. */
  left?: readonly Left[];
  /** In the order of their rows; not there where every row was counted in the first way. */
  instead?: readonly Instead[];
}

export type Part = 'validation' | 'test';
export const PARTS: readonly Part[] = ['validation', 'test'];
export type BothParts = Record<Part, Baselines>;

/** Somebody did not want to wait for some of them. */
export const wereSkipped = ({ left = [] }: Baselines): boolean => left.some(({ reason }) => reason === 'skipped');

/** All rows have figures, or say why they never will. */
export const areSettled = (baselines: Baselines): boolean =>
  Object.keys(baselines).length > 0 &&
  !(baselines.left ?? []).some(({ reason }) => reason === 'skipped' || reason === 'waiting');

/** Of one data set, known and newly counted: a count that was cut short takes nothing away. */
export function joined(known: Baselines, counted: Baselines): Baselines {
  // In the order in which they were counted last.
  const { left: _, chosen: __, chosenOn, instead = [], ...figures } = { ...counted, ...known, ...counted };
  const left = (counted.left ?? known.left ?? []).filter(({ id }) => !figures[id]);
  const chosen = { ...known.chosen, ...counted.chosen };
  return {
    ...figures,
    ...(Object.keys(chosen).length > 0 ? { chosen } : {}),
    ...(chosenOn === undefined ? {} : { chosenOn }),
    ...(left.length > 0 ? { left } : {}),
    ...(instead.length > 0 ? { instead } : {}),
  };
}
