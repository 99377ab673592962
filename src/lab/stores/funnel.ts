/** Stages behind each other, as a person has set them up, and what was found of them. */
import { createStore } from 'zustand/vanilla';
import type { StageChoice } from '../funnel/cut-offs';
import type { Funnel } from '../funnel/funnel';

/** A funnel that the test users were run through. */
export interface Tried extends Funnel {
  stages: (Funnel['stages'][number] & Pick<StageChoice, 'run'>)[];
  titles: readonly string[];
  /** Fingerprint of the data. */
  data: string;
  /** Its stages with their steps, without their cut-offs. */
  of: string;
}

export interface FunnelState {
  /** Null where nobody has chosen any: the newest towers, and the newest ranker behind them. */
  stages: readonly StageChoice[] | null;
  asking: boolean;
  /** The newest first, all of the same stages: only their cut-offs differ. */
  tried: readonly Tried[];
}

export const createFunnelStore = () => createStore<FunnelState>()(() => ({ stages: null, asking: false, tried: [] }));
