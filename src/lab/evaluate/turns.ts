/**
 * Long counting on the CPU shares its thread with commands: it hands over a turn a few times a second, and stops when
 * asked to.
 */
export type TakeTurn = () => Promise<void>;

const TURN_MS = 40;

/** Call the result between chunks of work. It rejects with the signal's reason once the signal is aborted. */
export function takingTurns(signal?: AbortSignal): TakeTurn {
  let since = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - since < TURN_MS) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    since = performance.now();
    signal?.throwIfAborted();
  };
}
