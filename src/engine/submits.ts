/** Commands of a long computation on their way to the device: few at a time, so that it can be left at any of them. */
import { flush, webgpuBackend } from './run-kernel';

/** One that runs, and one that waits. */
const UNDER_WAY = 2;

export class Submits {
  private readonly underWay: Promise<void>[] = [];

  /** Whether the device still has some to do. */
  get any(): boolean {
    return this.underWay.length > 0;
  }

  /**
   * Submits what is encoded.
   * @param done is told when the device is done with it
   * @returns what is to be waited for, where too many are under way; null otherwise
   */
  next(done: () => void = () => undefined): Promise<void> | null {
    flush();
    const submitted = toldWhenDone(done);
    // Where the device is lost, all of them fail, and only the first is waited for.
    submitted.catch(() => undefined);
    this.underWay.push(submitted);
    return this.underWay.length > UNDER_WAY ? this.underWay.shift()! : null;
  }
}

async function toldWhenDone(done: () => void): Promise<void> {
  await webgpuBackend().device.queue.onSubmittedWorkDone();
  done();
}
