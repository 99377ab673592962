/** What a person waits for and may take back. */

/** Reading and loading data; a file of weights or of a run; questions to weights at rest; live values by field. */
export type Wait = 'data' | 'import' | 'evaluation' | 'values';

/** How work is watched that may be taken back. */
export interface Watch {
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** A signal for each kind. Taking back ends what was asked of a kind until then, and nothing that is asked later. */
export class Waits {
  private readonly controls = new Map<Wait, AbortController>();

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
