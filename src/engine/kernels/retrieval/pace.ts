/** When the commands of a ranking are submitted. */
import { kernelForm } from '../../kernel-form';
import { Submits } from '../../submits';

/** What a submit should take on a GPU. */
const SUBMIT_MS = 10;
/** Multiply-adds of a submit: on a CPU adapter always, on a GPU until it is known how long they take. */
const WORK_OF_SUBMIT = { software: 1.5e8, gpu: 1e9 };

/** Submits when enough is encoded, and lets the event loop and the page in. */
export class Pace {
  private work = 0;
  private ofSubmit = kernelForm().software ? WORK_OF_SUBMIT.software : WORK_OF_SUBMIT.gpu;
  private doneAt = 0;
  private readonly submits = new Submits();

  constructor(private readonly signal?: AbortSignal) {}

  /**
   * @returns what is to be waited for before anything else is encoded, null where nothing is
   * @throws the signal's reason when aborted
   */
  done(work: number): Promise<void> | null {
    this.work += work;
    if (this.work < this.ofSubmit) return null;
    this.work = 0;
    const waits = this.submits.any;
    const wait = this.submits.next(() => this.took(waits));
    this.signal?.throwIfAborted();
    return wait;
  }

  /** A GPU gets more or less at once. @param waited whether the device had other work when this was submitted */
  private took(waited: boolean): void {
    const now = performance.now();
    const ms = Math.max(1, now - this.doneAt);
    this.doneAt = now;
    if (waited && !kernelForm().software) this.ofSubmit *= Math.min(2, Math.max(0.5, SUBMIT_MS / ms));
  }
}
