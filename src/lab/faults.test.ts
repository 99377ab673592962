/** What goes wrong inside a step ends the run, and says why. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Ring } from '../engine/ring';
import { webgpuBackend } from '../engine/run-kernel';
import * as tf from '../engine/tf';
import { plainDocument, ready, type Heard } from './testing';

let heard: Heard;
beforeAll(async () => {
  heard = await ready();
});
afterAll(() => heard.lab.dispose());
afterEach(async () => {
  vi.restoreAllMocks();
  // Whatever went wrong, the next run trains.
  heard.forget();
  await heard.lab.ask('start', plainDocument(3));
  await heard.until(() => heard.progress.at(-1)?.phase === 'done');
  expect(heard.series('loss')).toHaveLength(3);
  expect(heard.failures).toEqual([]);
});

const failed = () => heard.until(() => heard.failures.length > 0 && heard.progress.at(-1)?.phase === 'failed');

describe('a run fails', () => {
  it('by an error of the device that no exception reports, and takes no step more', async () => {
    heard.forget();
    await heard.lab.ask('start', plainDocument(100_000));
    await heard.until(() => heard.series('loss').length >= 3);
    const submits = vi.spyOn(webgpuBackend().device.queue, 'submit');
    webgpuBackend().device.createBuffer({ size: 2 ** 50, usage: GPUBufferUsage.STORAGE });
    await failed();
    const [failure] = heard.failures.splice(0);
    expect(failure).toMatchObject({ code: 'device-error' });
    expect(failure?.detail.message).toMatch(/^the graphics device reported: .*size/i);
    await heard.lab.ask('stop', {});
    const after = submits.mock.calls.length;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    expect(submits.mock.calls).toHaveLength(after);
    expect(heard.results).toEqual([]);
  });

  it('by a step that cannot be recorded, with the name of the operation', async () => {
    heard.forget();
    vi.spyOn(Ring.prototype, 'push').mockImplementation(([loss]) => {
      const rows = tf.reshape(tf.square(loss!), [1, 1]) as tf.Tensor2D;
      tf.sparse.sparseSegmentSum(
        rows,
        tf.tensor1d([0], 'int32'),
        tf.cast(tf.zerosLike(tf.reshape(rows, [-1])), 'int32'),
      );
    });
    await heard.lab.ask('start', plainDocument(100_000));
    await failed();
    expect(heard.failures.splice(0)).toMatchObject([
      {
        code: 'internal',
        detail: {
          name: 'CannotRecord',
          message: 'SparseSegmentSum cannot be recorded: it reads on the host what is on the GPU, and would freeze it',
        },
      },
    ]);
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'failed', step: 0 });
  });
});
