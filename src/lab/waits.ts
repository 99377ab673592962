/** What a person waits for and may take back. */
import { failureOf } from './error-to-failure';
import { LabRefusal } from './failure';
import { eachPercent } from './progress';

/**
 * Reading and loading data, and opening a run with its data; a file of weights or of a run; questions to weights at
 * rest; weights, or a run by its id, as a file; live values by field, for each probe by its key.
 */
export type Wait = 'data' | 'import' | 'evaluation' | 'weights' | `run ${string}` | `values ${string}`;

/** How work is watched that may be taken back. */
export interface Watch {
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** A signal for each kind. Taking back ends what was asked of a kind until then, and nothing that is asked later. */
export class Waits {
  private readonly controls = new Map<Wait, AbortController>();
  /** The question of each kind that is said to be waited for: the newest. */
  private readonly said = new Map<Wait, symbol>();

  /** @param say how far the question of a kind is; null when it is over */
  constructor(private readonly say: (wait: Wait, fraction: number | null) => void) {}

  /** Of what is asked now. */
  signal(wait: Wait): AbortSignal {
    const control = this.controls.get(wait) ?? new AbortController();
    this.controls.set(wait, control);
    return control.signal;
  }

  takeBack(wait: Wait): void {
    this.controls.get(wait)?.abort();
    this.controls.delete(wait);
  }

  /** Says how far the work is, until it is over or a newer question of its kind has begun. */
  async saying<T>(wait: Wait, work: (onProgress: Watch['onProgress']) => Promise<T>): Promise<T> {
    const mine = Symbol(wait);
    this.said.set(wait, mine);
    const say = (fraction: number | null): void => {
      if (this.said.get(wait) === mine) this.say(wait, fraction);
    };
    say(0);
    try {
      return await work(eachPercent(say));
    } finally {
      say(null);
      // What was given up may go on, and says nothing more.
      if (this.said.get(wait) === mine) this.said.delete(wait);
    }
  }

  /** Asks what changes nothing, and is given up at once when it is taken back, also where no answer ever comes. */
  async answer<T>(wait: Wait, ask: (watch: Watch) => Promise<T>): Promise<T> {
    const signal = this.signal(wait);
    try {
      return await this.saying(wait, (onProgress) => unlessAborted(ask({ signal, onProgress }), signal));
    } catch (error) {
      throw signal.aborted ? new LabRefusal(failureOf(error), true) : error;
    }
  }

  /** Only the newest question of its kind is answered, also while a run is under way. */
  newest<T>(wait: Wait, ask: (watch: Watch) => Promise<T>): Promise<T> {
    this.takeBack(wait);
    return this.answer(wait, ask);
  }
}

/** Rejects with the signal's reason at once when it is aborted, even where the work itself never ends. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason as Error);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    // Also of work that was given up before it began: what it says then is heard, and changes nothing.
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
