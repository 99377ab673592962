import { describe, expect, it } from 'vitest';
import { CheckpointKeeping } from './checkpoint-keeping';

const [SMALL, LARGE] = [2 ** 20, 2 ** 30];
const fail = (error: unknown): never => {
  throw error;
};

/** A clock that is moved by hand, and the writes so far. */
function setting(bytes: number) {
  let time = 0;
  let alarm: { at: number; ring: () => void } | null = null;
  let writes = 0;
  const keeping = new CheckpointKeeping(
    bytes,
    {
      now: () => time,
      after(ms, then) {
        const mine = { at: time + ms, ring: then };
        alarm = mine;
        return () => {
          if (alarm === mine) alarm = null;
        };
      },
    },
    async () => void (writes += 1),
  );
  keeping.begin();
  return {
    keeping,
    get writes() {
      return writes;
    },
    pass(ms: number): void {
      time += ms;
      if (!alarm || alarm.at > time) return;
      const { ring } = alarm;
      alarm = null;
      ring();
    },
  };
}

describe('a checkpoint', () => {
  it('that is small is written at every rest', async () => {
    const one = setting(SMALL);
    for (let step = 0; step < 3; step++) await one.keeping.atRest(true, fail);
    expect(one.writes).toBe(3);
  });

  it('that is large is not written at a step by hand, and once when the hand rests', async () => {
    const one = setting(LARGE);
    for (let step = 0; step < 5; step++) {
      await one.keeping.atRest(true, fail);
      one.pass(1000);
    }
    expect(one.writes).toBe(0);
    expect(one.keeping.isWaiting).toBe(true);
    one.pass(1000);
    expect(one.writes).toBe(1);
    expect(one.keeping.isWaiting).toBe(false);
    one.pass(100_000);
    expect(one.writes).toBe(1);
  });

  it('that is large is written at once at a pause', async () => {
    const one = setting(LARGE);
    await one.keeping.atRest(false, fail);
    expect(one.writes).toBe(1);
  });

  it('that is large waits after an evaluation for its minute, but for the first and the last of a stage', async () => {
    const one = setting(LARGE);
    await one.keeping.afterEvaluation(false);
    expect(one.writes).toBe(1);
    for (let epoch = 0; epoch < 5; epoch++) {
      one.pass(11_000);
      await one.keeping.afterEvaluation(false);
    }
    expect(one.writes).toBe(1);
    await one.keeping.afterEvaluation(true);
    expect(one.writes).toBe(2);
    one.pass(60_000);
    await one.keeping.afterEvaluation(false);
    expect(one.writes).toBe(3);
    one.keeping.begin();
    await one.keeping.afterEvaluation(false);
    expect(one.writes).toBe(4);
    const small = setting(SMALL);
    for (let epoch = 0; epoch < 3; epoch++) await small.keeping.afterEvaluation(false);
    expect(small.writes).toBe(3);
  });

  it('is written at once where it is asked for, and not again', async () => {
    const one = setting(LARGE);
    await one.keeping.atRest(true, fail);
    await one.keeping.now();
    one.pass(100_000);
    expect(one.writes).toBe(1);
  });

  it('is written once a minute however quickly somebody steps', async () => {
    const one = setting(LARGE);
    for (let step = 0; step < 120; step++) {
      one.pass(1000);
      await one.keeping.atRest(true, fail);
    }
    expect(one.writes).toBe(2);
  });

  it('that waits is forgotten where the run goes on', async () => {
    const one = setting(LARGE);
    await one.keeping.atRest(true, fail);
    one.keeping.forget();
    one.pass(100_000);
    expect(one.writes).toBe(0);
  });
});
