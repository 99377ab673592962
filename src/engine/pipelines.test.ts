import { describe, expect, it, vi } from 'vitest';
import { Pipelines } from './pipelines';
import { rehearse } from './rehearsal';
import { emptyTensor, gridFor, mainOver, runKernel, webgpuBackend } from './run-kernel';
import { onDevice } from './testing';
import * as tf from './tf';

onDevice();

/** A kernel of our own and one of tfjs's, neither of them run by another test. */
function work(factor: string): void {
  tf.tidy(() => {
    const out = emptyTensor([6]);
    const source = `
@group(0) @binding(0) var<storage, read> given: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
${mainOver(6, `  result[index] = ${factor} * given[index];`)}`;
    runKernel('times', source, [tf.tensor1d([1, 2, 3, 4, 5, 6]), out], gridFor(6));
    tf.atan2(out, tf.reshape(out, [6]));
  });
}
const creations = (pipelines: Pipelines) => vi.spyOn(pipelines as unknown as { create(): unknown }, 'create');

describe('pipelines', () => {
  it('are compiled ahead of their use, tfjs’s own among them, and said one by one', async () => {
    const [shaders = []] = rehearse(() => work('3.0'));
    expect(shaders.map(({ label }) => label)).toEqual(['times', 'BinaryOpProgram']);
    const pipelines = Pipelines.of(webgpuBackend().device);
    const create = creations(pipelines);
    const said: string[] = [];
    await pipelines.compile(shaders, { onProgress: (done, of) => said.push(`${done}/${of}`) });
    expect(said).toEqual(['1/2', '2/2']);
    work('3.0');
    expect(create).not.toHaveBeenCalled();
    create.mockRestore();
  });

  it('are in flight all at once', async () => {
    const [shaders = []] = rehearse(
      () => work('5.0'),
      () => work('7.0'),
    ).map((_, at, all) => (at === 0 ? all.flat() : []));
    const pipelines = Pipelines.of(webgpuBackend().device);
    const ahead = vi.spyOn(pipelines as unknown as { createAsync(): unknown }, 'createAsync');
    const compiled = pipelines.compile(shaders);
    expect(ahead.mock.calls.length).toBe(pipelines.missing(shaders).length);
    expect(ahead.mock.calls.length).toBeGreaterThan(1);
    await compiled;
    expect(pipelines.missing(shaders)).toEqual([]);
    ahead.mockRestore();
  });

  it('are compiled one by one where somebody waits for a CPU adapter, and given up between two', async () => {
    const [shaders = []] = rehearse(
      () => work('13.0'),
      () => work('17.0'),
      () => work('19.0'),
    ).map((_, at, all) => (at === 0 ? all.flat() : []));
    const pipelines = Pipelines.of(webgpuBackend().device);
    const ahead = vi.spyOn(pipelines as unknown as { createAsync(): unknown }, 'createAsync');
    const before = pipelines.missing(shaders);
    expect(before.length).toBeGreaterThan(2);
    const control = new AbortController();
    await pipelines.compile(shaders, { waits: true, signal: control.signal, onProgress: () => control.abort() });
    expect(ahead).not.toHaveBeenCalled();
    expect(pipelines.missing(shaders)).toEqual(before.slice(1));
    await pipelines.compile(shaders, { waits: true });
    expect(pipelines.missing(shaders)).toEqual([]);
    ahead.mockRestore();
  });

  it('that were given up are left to whoever needs them', async () => {
    const [shaders = []] = rehearse(() => work('11.0'));
    const pipelines = Pipelines.of(webgpuBackend().device);
    const control = new AbortController();
    control.abort();
    await pipelines.compile(shaders, { signal: control.signal });
    expect(pipelines.missing(shaders).map(({ label }) => label)).toEqual(['times']);
    await pipelines.compile(shaders);
    expect(pipelines.missing(shaders)).toEqual([]);
  });

  it('of a shader that does not compile say so where it is used, by its kernel’s name', async () => {
    const { device } = webgpuBackend();
    const pipelines = Pipelines.of(device);
    const [shaders = []] = rehearse(() => work('no_such_factor'));
    await pipelines.compile(shaders);
    device.pushErrorScope('validation');
    work('no_such_factor');
    const error = await device.popErrorScope();
    expect(error?.message).toContain('times');
    expect(error?.message).toContain('no_such_factor');
  });
});

it('a rehearsal that throws leaves the device as it was', () => {
  const before = webgpuBackend();
  expect(() =>
    rehearse(() => {
      throw new Error('in the middle');
    }),
  ).toThrow('in the middle');
  expect(webgpuBackend()).toBe(before);
});
