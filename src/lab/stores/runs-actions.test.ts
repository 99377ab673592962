import { expect, it } from 'vitest';
import type { Lab } from '../protocol';
import { createViewStore } from './view';
import { createWorkbench } from './workbench';

const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const lab = {
  ask: async (_: string, ask: object) => ask,
  on: () => () => undefined,
  dispose: () => undefined,
} as unknown as Lab;

/** A page whose browser answers `persist` so; what it was asked. */
function page(answers: (() => Promise<boolean>)[]) {
  const asked: string[] = [];
  const promises = {
    persisted: async () => (asked.push('persisted'), false),
    persist: () => (asked.push('persist'), answers.shift()!()),
  };
  return {
    asked,
    bench: createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }), { promises }),
  };
}

it('the browser is asked for a lasting storage when a run is pinned, until it has promised one', async () => {
  const refuse = () => Promise.reject(new TypeError('no'));
  const { asked, bench } = page([refuse, async () => false, async () => true]);
  const durable = () => bench.runs.getState().durable;
  await bench.learnPromise();
  expect([durable(), asked]).toEqual([false, ['persisted']]);
  await bench.pinRun('a', false);
  expect(asked, 'a run that is let go asks for nothing').toHaveLength(1);
  for (const promised of [false, false, true]) {
    await bench.pinRun('a', true);
    expect(durable()).toBe(promised);
  }
  await bench.pinRun('b', true);
  expect(asked).toEqual(['persisted', 'persist', 'persist', 'persist']);
});

it('a browser that makes no promises is asked for none', async () => {
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  await bench.learnPromise();
  await bench.pinRun('a', true);
  expect(bench.runs.getState().durable).toBeNull();
});
