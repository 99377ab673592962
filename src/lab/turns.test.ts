import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takingTurns, turn } from './turns';

let now = 0;
let handedOver = 0;
beforeEach(async () => {
  [now, handedOver] = [performance.now(), 0];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((then: () => void) => {
    handedOver += 1;
    queueMicrotask(then);
  }) as typeof setTimeout);
  await turn();
  handedOver = 0;
});
afterEach(() => vi.restoreAllMocks());

it('are handed over a few times a second, also by counts in a row that are short by themselves', async () => {
  for (let count = 0; count < 100; count++) {
    const takeTurn = takingTurns();
    for (let chunk = 0; chunk < 2; chunk++) {
      now += 5;
      await takeTurn();
    }
  }
  // A second of work, a turn for each 40 ms.
  expect(handedOver).toBe(25);
});

it('end the count where the signal came while it was handed over', async () => {
  const ended = new AbortController();
  const takeTurn = takingTurns(ended.signal);
  now += 50;
  const handing = takeTurn();
  ended.abort(new Error('left'));
  await expect(handing).rejects.toThrow('left');
  await expect(takeTurn()).rejects.toThrow('left');
  expect(handedOver).toBe(1);
});
