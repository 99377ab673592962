import { expect, it, vi } from 'vitest';
import { openCpu } from '../device';
import * as tf from '../tf';

it('says nothing with its first tensor', async () => {
  const said = (['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
  await openCpu();
  expect(tf.add(tf.tensor1d([1]), 2).dataSync()[0]).toBe(3);
  for (const spy of said) expect(spy).not.toHaveBeenCalled();
});
