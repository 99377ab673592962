/** Who listens, and what was said last: the one place that changes the phase. */
import { checkTransition } from './phases';
import type { Events } from './protocol';
import { eachPercent, type Phase, type Progress } from './progress';

/** No run, and nothing under way. */
export const AT_REST: Progress = {
  phase: 'idle',
  ending: null,
  stage: null,
  step: 0,
  epoch: 0,
  fraction: null,
  speed: null,
  secondsLeft: null,
  detail: null,
};

export class Announcer {
  private readonly listeners = new Map<keyof Events, Set<(event: never) => void>>();
  last = AT_REST;

  get phase(): Phase {
    return this.last.phase;
  }

  on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): () => void {
    const listeners = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  publish<K extends keyof Events>(type: K, event: Events[K]): void {
    for (const listener of this.listeners.get(type) ?? []) (listener as (event: Events[K]) => void)(event);
  }

  /** @throws Error for a phase that does not follow the last one */
  progress(progress: Progress): void {
    checkTransition(this.phase, progress.phase);
    this.last = progress;
    this.publish('progress', progress);
  }

  /** The phase as it is, or another one, with nothing under way in it. */
  phaseOnly(phase: Phase): void {
    this.progress({ ...this.last, phase, detail: null, secondsLeft: null });
  }

  /** The phase while it works; where that fails, it is what it was. */
  async preparing(work: (onProgress: (fraction: number) => void) => Promise<void>): Promise<void> {
    const before = this.last;
    this.progress({ ...AT_REST, phase: 'preparing' });
    try {
      await work(
        eachPercent((fraction) => this.progress({ ...AT_REST, phase: 'preparing', detail: 'teacher', fraction })),
      );
    } catch (error) {
      this.progress(before);
      throw error;
    }
  }

  silence(): void {
    this.listeners.clear();
  }
}
