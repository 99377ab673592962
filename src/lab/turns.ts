/**
 * Long counting on the CPU shares its thread with commands: it hands over a turn a few times a second, and stops when
 * asked to.
 */
export type TakeTurn = () => Promise<void>;

const TURN_MS = 40;

/** Of this thread, whoever counted: many short counts in a row are a long one. */
let turnedAt = performance.now();

/** Gives commands a chance to be heard. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
  turnedAt = performance.now();
}

/** As `turn`, where the last one was long ago. */
export async function turnWhenDue(): Promise<void> {
  if (performance.now() - turnedAt >= TURN_MS) await turn();
}

/** Call the result between chunks of work. It rejects with the signal's reason once the signal is aborted. */
export function takingTurns(signal?: AbortSignal): TakeTurn {
  return async () => {
    signal?.throwIfAborted();
    await turnWhenDue();
    signal?.throwIfAborted();
  };
}
