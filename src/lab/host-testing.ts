/** For tests: one lab for the tests of a file, each of which starts a run of its own, or labs that tests open. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { LabRefusal } from './failure';
import type { LabOptions } from './host';
import { ready, type Document, type Heard } from './testing';

/** What the lab of this file has said; there from the first test on. */
export let heard: Heard;

/** Opens the lab of this file. After each test its run is stopped, and nothing may have failed unheard. */
export function onLab(options: Partial<LabOptions> = {}, cpu = false): void {
  beforeAll(async () => {
    heard = await ready(options, cpu);
  });
  afterAll(() => heard.lab.dispose());
  afterEach(async () => {
    await heard.lab.ask('stop', {});
    expect(heard.failures.splice(0)).toEqual([]);
  });
}

/** For tests that open labs of their own: those given to the result are closed after each test. */
export function closingLabs(): (making: Promise<Heard> | Heard) => Promise<Heard> {
  const open: Heard[] = [];
  afterEach(() => Promise.all(open.splice(0).map(({ lab }) => lab.dispose())));
  return async (making) => {
    const opened = await making;
    open.push(opened);
    return opened;
  };
}

export const ask: Heard['lab']['ask'] = (command, question) => heard.lab.ask(command, question);
/** The failure a question is refused with. */
export const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('was not refused'),
    (error: LabRefusal) => error.failure,
  );
export const phase = () => heard.progress.at(-1)?.phase;

/** Trains to the end. Returns the loss of every step. */
export async function train(document: Document): Promise<number[]> {
  heard.forget();
  await ask('start', document);
  await heard.until(() => phase() === 'done');
  return heard.series('loss');
}
