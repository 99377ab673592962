/** When the commands of a long computation are submitted. */
import { kernelForm } from '../../kernel-form';
import { flush, webgpuBackend } from '../../run-kernel';

/** What a submit should take. */
const SUBMIT_MS = 10;
/** Multiply-adds of a submit: on a CPU adapter always, on a GPU until it is known how long they take. */
const WORK_OF_SUBMIT = { software: 1.5e8, gpu: 1e9 };
/** Submits under way: one that runs, and one that waits. */
const UNDER_WAY = 2;

/** Submits when enough is encoded, and lets the event loop and the page in. */
export class Pace {
  private work = 0;
  private ofSubmit = kernelForm().software ? WORK_OF_SUBMIT.software : WORK_OF_SUBMIT.gpu;
  private lastDone = 0;
  private readonly underWay: Promise<void>[] = [];

  constructor(private readonly signal?: AbortSignal) {}

  /** @throws the signal's reason when aborted */
  async done(work: number): Promise<void> {
    this.work += work;
    if (this.work < this.ofSubmit) return;
    this.work = 0;
    flush();
    const waits = this.underWay.length > 0;
    const submitted = webgpuBackend()
      .device.queue.onSubmittedWorkDone()
      .then(() => this.took(waits));
    // Where the device is lost, all of them fail, and only the first is waited for.
    submitted.catch(() => undefined);
    this.underWay.push(submitted);
    if (this.underWay.length > UNDER_WAY) await this.underWay.shift();
    this.signal?.throwIfAborted();
  }

  /** A GPU gets more or less at once. @param busy whether the device had other work until this began */
  private took(busy: boolean): void {
    const now = performance.now();
    const ms = now - this.lastDone;
    this.lastDone = now;
    if (busy && !kernelForm().software) this.ofSubmit *= Math.min(2, Math.max(0.5, SUBMIT_MS / Math.max(ms, 1)));
  }
}
