/** Stages behind each other, as a person has set them up, and what was found of them. */
import { createStore } from 'zustand/vanilla';
import type { FunnelFound } from '../commands/funnel';
import type { FollowedPerson } from '../commands/funnelPerson';
import type { StageChoice } from '../funnel/cut-offs';

/** A funnel that the test users were run through. */
export interface Tried extends Omit<FunnelFound, 'candidates'> {
  /** As it was asked for. */
  chosen: readonly StageChoice[];
  /** Fingerprint of the data. */
  data: string;
  /** Its runs with their steps, without their cut-offs and weights. */
  of: string;
}

export interface ReorderChoice {
  file: File;
  keep: number;
}

export interface FunnelState {
  /** Null where nobody has chosen any: the newest towers, and the newest ranker behind them. */
  stages: readonly StageChoice[] | null;
  /** The column with the scores of a ranker that the stages are compared with. */
  scores: string | null;
  /** The file with the scores of a ranker that orders what the stages hand on, and how many items it keeps. */
  reorder: ReorderChoice | null;
  asking: boolean;
  /** The newest first, all of the same runs: their cut-offs and weights differ. */
  tried: readonly Tried[];
  following: boolean;
  /** Whose items were followed last, and the fingerprint of the data. */
  person: (FollowedPerson & { data: string }) | null;
}

export const createFunnelStore = () =>
  createStore<FunnelState>()(() => ({
    stages: null,
    scores: null,
    reorder: null,
    asking: false,
    tried: [],
    following: false,
    person: null,
  }));
