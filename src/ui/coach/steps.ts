/** The steps of the first run: the control that each speaks of, and how it is told that a person did what it says. */
import type { Phase } from '../../lab/progress';
import type { Words } from '../../words/catalog';
import type { Side } from './place';

/** What a person has done, as the stores tell it. */
export interface Seen {
  phase: Phase;
  /** The panel that is open. */
  tab: string;
}

export interface Step {
  id: keyof Words['coach']['steps'];
  /** The controls that it may stand beside, as `data-coach` names them: the first that is on screen. */
  controls: readonly string[];
  side: Side;
  isDone(seen: Seen): boolean;
}

const isStarted = ({ phase }: Seen): boolean => phase === 'compiling' || phase === 'training';

export const STEPS: readonly Step[] = [
  { id: 'towers', controls: ['board', 'pane:towers'], side: 'within', isDone: isStarted },
  { id: 'start', controls: ['start'], side: 'below', isDone: isStarted },
  { id: 'inside', controls: ['tab:inside', 'pane:results'], side: 'left', isDone: ({ tab }) => tab === 'inside' },
  {
    id: 'retrieval',
    controls: ['tab:retrieval', 'pane:results'],
    side: 'left',
    isDone: ({ tab }) => tab === 'retrieval',
  },
];

/**
 * The step on screen after what a person did; null after the last one. What was so all the while is not their doing.
 * @param done by step, now
 * @param before by step, since the first run was opened or since it ceased to be so
 */
export function onward(at: number, done: readonly boolean[], before: readonly boolean[]): number | null {
  let next = at;
  while (done[next] && !before[next]) next++;
  return next < done.length ? next : null;
}
