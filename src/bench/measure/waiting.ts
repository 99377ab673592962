/** What everything that is timed in this process waits with, and reads beside the wall clock. */

/** Rejects instead of waiting for ever. */
export type Waited = <T>(promise: Promise<T>) => Promise<T>;

/** Nothing that waits on a device ends once it is lost. */
export function untilLost(device: GPUDevice): Waited {
  const lost = device.lost.then(({ message, reason }): never => {
    throw new Error(`the device was lost: ${message || reason}`);
  });
  // A device is lost for good when it is closed, too, and then nobody waits.
  lost.catch(() => undefined);
  return (promise) => Promise.race([promise, lost]);
}

/** CPU time of this process, driver threads included; null in a page, which cannot ask for it. */
export function cpuMs(): number | null {
  if (typeof process === 'undefined' || typeof process.cpuUsage !== 'function') return null;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
