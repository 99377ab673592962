import { expect, it } from 'vitest';
import { Pace, type Clock } from './pace';

/** A clock that stands until it is turned. */
function clockByHand() {
  let now = 1000;
  let timers: { at: number; ring: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(ms, then) {
      const timer = { at: now + ms, ring: then };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const advance = async (ms: number): Promise<void> => {
    now += ms;
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    for (const { ring } of due) ring();
    await settled();
  };
  return { clock, advance, waiting: () => timers.length };
}

/** All that follows by itself has followed. */
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** A loop over steps, as a training has it. */
function loop(pace: Pace) {
  const at = { steps: 0, over: false, ended: false };
  void (async () => {
    while (!at.over) {
      await pace.turn(() => at.over);
      if (!at.over) at.steps += 1;
      if (at.steps >= 1000) break;
    }
    at.ended = true;
  })();
  return at;
}

it('lets every step through where there is no limit', async () => {
  const { clock, waiting } = clockByHand();
  const at = loop(new Pace(clock));
  await settled();
  expect([at.steps, at.ended, waiting()]).toEqual([1000, true, 0]);
});

it('takes so many steps in a second, the first at once, and a change holds for the step that is waited for', async () => {
  const { clock, advance, waiting } = clockByHand();
  const pace = new Pace(clock);
  pace.stepsPerSecond = 2;
  const at = loop(pace);
  await settled();
  expect(at.steps).toBe(1);
  await advance(499);
  expect(at.steps).toBe(1);
  await advance(1);
  expect(at.steps).toBe(2);
  for (let n = 0; n < 4; n++) await advance(500);
  expect(at.steps).toBe(6);
  pace.stepsPerSecond = 1;
  await advance(600);
  expect(at.steps).toBe(6);
  await advance(400);
  expect(at.steps).toBe(7);
  await advance(10);
  pace.stepsPerSecond = 100;
  await settled();
  expect(at.steps).toBe(8);
  at.over = true;
  pace.wakeUp();
  await settled();
  expect([at.ended, waiting()]).toEqual([true, 0]);
});

it('lets the first step after a rest through at once', async () => {
  const { clock, waiting } = clockByHand();
  const pace = new Pace(clock);
  pace.stepsPerSecond = 1;
  expect(await pace.turn(() => false)).toBe(false);
  pace.begin();
  expect(await pace.turn(() => false)).toBe(false);
  expect(waiting()).toBe(0);
});

it('ends a wait at once, however slow', async () => {
  const { clock, waiting } = clockByHand();
  const pace = new Pace(clock);
  pace.stepsPerSecond = 0.001;
  const at = loop(pace);
  await settled();
  expect([at.steps, at.ended]).toEqual([1, false]);
  at.over = true;
  pace.wakeUp();
  await settled();
  expect([at.steps, at.ended, waiting()]).toEqual([1, true, 0]);
});
