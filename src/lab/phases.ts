/** The states of the lab and the steps between them. One place owns them; buttons derive from the phase. */
import type { Phase } from './progress';

const NEXT: Record<Phase, readonly Phase[]> = {
  idle: ['preparing', 'done'],
  // Reading a file ends where it began; a run goes on to compile.
  preparing: ['compiling', 'failed', 'idle', 'paused', 'done'],
  compiling: ['training', 'paused', 'stopping', 'failed', 'recovering'],
  // Each stage of a run is compiled anew.
  training: ['compiling', 'paused', 'stopping', 'done', 'failed', 'recovering'],
  paused: ['training', 'preparing', 'stopping', 'failed', 'recovering'],
  stopping: ['done', 'failed', 'recovering'],
  done: ['preparing', 'idle'],
  failed: ['preparing', 'idle', 'done'],
  recovering: ['compiling', 'stopping', 'done', 'idle', 'failed'],
};

/** @throws Error for a step the machine does not have: a fault of ours, never of a person's */
export function checkTransition(from: Phase, to: Phase): void {
  if (from !== to && !NEXT[from].includes(to))
    throw new Error(`internal: the lab cannot go from "${from}" to "${to}"; allowed: ${NEXT[from].join(', ')}`);
}

/** A run is under way: its worker must not be given another one. */
export const isRunning = (phase: Phase): boolean =>
  phase === 'preparing' ||
  phase === 'compiling' ||
  phase === 'training' ||
  phase === 'stopping' ||
  phase === 'recovering';
