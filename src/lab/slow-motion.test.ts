import { afterEach, expect, it } from 'vitest';
import { ask, heard, onLab, phase, refusal } from './host-testing';
import { plainDocument } from './testing';

onLab({}, true);
afterEach(() => ask('pace', { stepsPerSecond: null }));

/** A step in a quarter of an hour. */
const SLOW = 1 / 900;

it('answers a pause, a resume and a stop at once, however slow it is', async () => {
  heard.forget();
  await ask('pace', { stepsPerSecond: SLOW });
  await ask('start', plainDocument(100));
  await heard.until(() => heard.progress.at(-1)?.step === 1);
  await ask('pause', {});
  expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: 1 });
  // The first step after a rest waits for nothing.
  await ask('resume', {});
  await heard.until(() => heard.series('loss').length === 2);
  await ask('stop', {});
  expect(heard.progress.at(-1)).toMatchObject({ phase: 'done', step: 2 });
});

it('hears of another pace in the middle of a wait', async () => {
  heard.forget();
  await ask('pace', { stepsPerSecond: SLOW });
  await ask('start', plainDocument(100));
  await heard.until(() => heard.progress.at(-1)?.step === 1);
  await ask('pace', { stepsPerSecond: null });
  await heard.until(() => phase() === 'done');
  expect(heard.series('loss')).toHaveLength(100);
});

it('refuses a pace at which nothing moves', async () => {
  for (const stepsPerSecond of [0, -1, Number.NaN])
    expect((await refusal(ask('pace', { stepsPerSecond }))).detail.message).toContain('steps a second');
});

it('takes as many steps as it is told, also further ones, and rests', async () => {
  heard.forget();
  await ask('step', { ...plainDocument(100), steps: 7 });
  expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: 7 });
  await ask('step', { ...plainDocument(100), steps: 3 });
  expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: 10 });
  await ask('stop', {});
  await ask('continue', { steps: 5 });
  expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: 15 });
});
