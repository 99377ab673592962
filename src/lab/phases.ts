/** The states of a session and the steps between them. One place owns them; buttons derive from the phase. */
import type { Phase } from './protocol';

const NEXT: Record<Phase, readonly Phase[]> = {
  idle: ['preparing', 'paused', 'done'],
  preparing: ['compiling', 'stopping', 'failed', 'idle'],
  compiling: ['training', 'paused', 'stopping', 'failed', 'recovering'],
  training: ['paused', 'stopping', 'done', 'failed', 'recovering'],
  paused: ['training', 'preparing', 'stopping', 'failed', 'recovering', 'idle', 'done'],
  stopping: ['done', 'failed', 'idle'],
  done: ['preparing', 'paused', 'idle', 'done'],
  failed: ['preparing', 'idle', 'paused', 'done'],
  recovering: ['compiling', 'training', 'paused', 'done', 'failed', 'stopping'],
};

/** @throws Error for a step the machine does not have: a fault of ours, never of a person's */
export function checkTransition(from: Phase, to: Phase): void {
  if (from !== to && !NEXT[from].includes(to)) throw new Error(`internal: a session cannot go from "${from}" to "${to}"; allowed: ${NEXT[from].join(', ')}`);
}

/** A run is under way: its worker must not be given another one. */
export const isRunning = (phase: Phase): boolean => phase === 'preparing' || phase === 'compiling' || phase === 'training' || phase === 'stopping' || phase === 'recovering';
