import { describe, expect, it } from 'vitest';
import { InFlight } from './in-flight';

/** A device that is done with what was submitted when it is told so, and a loop that submits as long as it may. */
function setting(ms: number | null) {
  const fences: (() => void)[] = [];
  const inFlight = new InFlight({
    onSubmittedWorkDone: () =>
      new Promise((resolve) => {
        fences.push(() => resolve(undefined));
      }),
  });
  if (ms !== null) inFlight.took(ms);
  return {
    inFlight,
    fences,
    /** Steps until one waits, and its waiting. */
    async fill(): Promise<{ steps: number; waits: Promise<void> }> {
      for (let steps = 1; ; steps++) {
        let goesOn = false;
        const waits = inFlight.submitted().then(() => {
          goesOn = true;
        });
        for (let turn = 0; turn < 5; turn++) await Promise.resolve();
        if (!goesOn || steps > 1000) return { steps, waits };
      }
    },
  };
}

describe('steps in flight', () => {
  it.each([
    ['before a step was timed', null, 3, 3],
    ['of 200 ms', 200, 3, 3],
    ['of 10 ms', 10, 4, 4],
    ['of 1 ms', 1, 31, 3],
    ['of 0.1 ms', 0.1, 65, 4],
  ])('%s: so many until one waits, with so few fences', async (_, ms, steps, fences) => {
    const one = setting(ms);
    expect((await one.fill()).steps).toBe(steps);
    expect(one.fences.length).toBeLessThanOrEqual(fences);
  });

  it('goes on as soon as the oldest are done', async () => {
    const { fences, fill } = setting(1);
    const { waits } = await fill();
    expect(fences.length).toBeGreaterThan(1);
    fences[0]!();
    await waits;
  });

  it('follows what steps take', () => {
    const { inFlight } = setting(30);
    expect(inFlight.most).toBe(2);
    for (let step = 0; step < 100; step++) inFlight.took(0.5);
    expect(inFlight.most).toBeGreaterThan(50);
  });

  it('is drained when all that was submitted is done, the last steps too', async () => {
    const { inFlight, fences } = setting(1);
    await inFlight.submitted();
    let isDrained = false;
    const drained = inFlight.drained().then(() => {
      isDrained = true;
    });
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    expect(isDrained).toBe(false);
    for (const done of fences) done();
    await drained;
  });
});
