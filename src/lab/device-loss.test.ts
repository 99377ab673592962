import * as tf from '../engine/tf';
import { losableGpu, plainDocument, ready, type Document, type Heard } from './testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabRefusal } from './failure';

const STEPS = 45;
let machine: ReturnType<typeof losableGpu>;
let heard: Heard;
let document: Document;
let straight: number[] = [];
const phase = () => heard.progress.at(-1)?.phase;
/** A checkpoint is kept after each evaluation, before the next step. */
const firstCheckpoint = () =>
  heard.progress.some(({ detail }) => detail === 'evaluating') && heard.progress.at(-1)?.detail === null;
const ask: Heard['lab']['ask'] = (command, question) => heard.lab.ask(command, question);

beforeEach(async () => {
  machine = losableGpu();
  heard = await ready({ gpu: machine.gpu });
  document = plainDocument(STEPS);
  if (straight.length === 0) {
    await ask('start', document);
    await heard.until(() => phase() === 'done');
    straight = heard.series('loss');
  }
  heard.forget();
});
afterEach(() => heard.lab.dispose());

describe('a device that is lost', () => {
  it('while training is replaced, and the run ends as if nothing had happened', async () => {
    expect(straight).toHaveLength(STEPS);
    await ask('start', document);
    await heard.until(firstCheckpoint);
    const evaluated = heard.progress.find(({ detail }) => detail === 'evaluating')?.step ?? Number.NaN;
    machine.lose();
    await heard.until(() => phase() === 'done');
    expect(heard.failures).toEqual([]);
    expect(heard.recovered).toEqual([{ step: evaluated }]);
    expect(evaluated).toBeLessThan(STEPS);
    expect(heard.phases).toEqual(['preparing', 'compiling', 'training', 'recovering', 'compiling', 'training', 'done']);
    expect(heard.devices).toMatchObject([{ backend: 'webgpu', reason: null }]);
    expect(machine.given()).toBe(2);
    expect(heard.series('loss')).toEqual(straight);
    expect(heard.results).toHaveLength(1);
    expect((await ask('retrieve', { user: 1, k: 10 })).model).toHaveLength(10);
  });

  it('at rest is replaced, and the run rests where it was', async () => {
    await ask('step', document);
    await ask('step', document);
    heard.forget();
    machine.lose();
    await heard.until(() => heard.recovered.length > 0 && phase() === 'paused');
    expect(heard.phases).toEqual(['recovering', 'compiling', 'paused']);
    expect(heard.progress.at(-1)).toMatchObject({ step: 2 });
    expect(heard.recovered).toEqual([{ step: 2 }]);
    await ask('step', document);
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: 3 });
    await ask('resume', {});
    await heard.until(() => phase() === 'done');
    expect(heard.series('loss')).toEqual(straight.slice(2));
    expect(heard.failures).toEqual([]);
  });

  it('before the first checkpoint begins the run anew', async () => {
    await ask('start', document);
    await heard.until(() => phase() === 'training');
    machine.lose();
    await heard.until(() => phase() === 'done');
    expect(heard.recovered).toEqual([{ step: 0 }]);
    expect(heard.series('loss')).toEqual(straight);
  });

  it('takes trained weights along, and leaves no tensor of its own behind', async () => {
    await ask('start', document);
    await heard.until(() => phase() === 'done');
    const before = await ask('retrieve', { user: 5, k: 10 });
    const tensors = tf.memory().numTensors;
    heard.forget();
    machine.lose();
    await heard.until(() => heard.devices.length > 0 && phase() === 'done');
    expect(heard.phases).toEqual(['done']);
    expect(await ask('retrieve', { user: 5, k: 10 })).toEqual(before);
    // All but two moments for each of its three weights, the two of each of two arenas, and the buffer of those of the
    // dense one: nothing goes on training.
    expect(tf.memory().numTensors).toBe(tensors - 2 * 3 - 2 * 2 - 1);
    expect(heard.failures).toEqual([]);
  });

  it('with a stop on its way leaves the last checkpoint', async () => {
    await ask('start', document);
    await heard.until(firstCheckpoint);
    machine.lose();
    await ask('stop', {});
    await heard.until(() => heard.devices.length === 1 && phase() === 'done');
    expect(heard.failures).toEqual([]);
    expect((await ask('retrieve', { user: 1, k: 10 })).model).toHaveLength(10);
  });

  it('and not replaced fails the run with the reason, and the lab still answers', async () => {
    await ask('start', document);
    await heard.until(firstCheckpoint);
    machine.removeAdapters();
    machine.lose();
    await heard.until(() => heard.failures.length > 0);
    expect(phase()).toBe('failed');
    expect(heard.devices.at(-1)).toMatchObject({ reason: 'lost' });
    expect(heard.failures.map(({ code }) => code)).toEqual(['no-gpu']);
    expect((await ask('findUsers', { text: '', limit: 3 })).users).toHaveLength(3);
    await expect(ask('retrieve', { user: 0, k: 5 })).rejects.toMatchObject({
      message: 'there are no weights yet: train or import some first',
    } satisfies Partial<LabRefusal>);
    await expect(ask('start', document)).rejects.toMatchObject({ message: 'the device is not open yet' });
    // The small-data mode takes over what the last checkpoint kept.
    await ask('open', { cpu: true });
    expect(phase()).toBe('done');
    expect((await ask('retrieve', { user: 0, k: 5 })).model).toHaveLength(5);
  });

  it('with nothing under way is said and costs nothing', async () => {
    machine.removeAdapters();
    machine.lose();
    await heard.until(() => heard.failures.length > 0);
    expect(heard.phases).toEqual([]);
    expect(heard.devices.at(-1)).toMatchObject({ reason: 'lost' });
    expect(
      (await ask('load', { source: { kind: 'world', id: 'bookshop', events: 600, seed: 1 } })).events,
    ).toBeGreaterThan(100);
  });
});
