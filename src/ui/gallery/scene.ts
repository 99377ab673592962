/**
 * What a panel shows in the gallery: a `gallery.ts` in its folder names the towers that are trained and what the lab
 * answers. The states are played for every panel alike, but for those that it plays by itself. What it shows of other
 * towers stands in a `gallery-<what>.ts` beside it, each shown trained to its end.
 */
import type { Dataset } from '../../data/dataset';
import type { Answer, Ask, Commands } from '../../lab/protocol';
import type { Workbench } from '../../lab/stores/workbench';
import type { StagedLab } from './staged-lab';

export const STATES = ['empty', 'loading', 'live', 'finished', 'failed'] as const;
export type State = (typeof STATES)[number];
/** @param id `<panel>`, or `<panel>-<what>` */
export const statesOf = (id: string): readonly State[] => (id.includes('-') ? ['finished'] : STATES);

export type Answers = { [K in keyof Commands]?: (ask: Ask<K>) => Answer<K> | Promise<Answer<K>> };

/** A lab of fixed data and the stores over it, as the page has them. */
export interface Stage {
  lab: StagedLab;
  bench: Workbench;
}
export type Play = (stage: Stage, scenes: PanelScenes) => Promise<void>;

export interface PanelScenes {
  /** The ready-made towers on screen. */
  preset: string;
  /**
   * To what the panel asks of the lab.
   * @param step of the weights that are asked
   */
  answers?(dataset: Dataset, step: () => number): Answers;
  states?: Partial<Record<State, Play>>;
}

export const defineScenes = (scenes: PanelScenes): PanelScenes => scenes;
