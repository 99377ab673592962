import { expect, it } from 'vitest';
import { onDevice, watchBuffers } from '../testing';
import { WeightStore } from './weights';

onDevice();

it('reads all weights and moments as one by one, many dense ones by one copy', async () => {
  const store = new WeightStore();
  const values = (size: number, from: number) => Float32Array.from({ length: size }, (_, i) => from + i);
  store.addTables([
    { path: 'table/a', shape: [70, 4], values: values(280, 0) },
    { path: 'table/b', shape: [3, 4], values: values(12, 1000) },
  ]);
  const dense = Array.from({ length: 20 }, (_, i) => ({
    path: `user/mlp/${i}`,
    shape: [i + 1],
    values: values(i + 1, 100 * i),
  }));
  store.addDense(dense);
  store.prepare(new Map([...dense.map(({ path }) => [path, 'adam'] as const), ['table/a', 'row-adagrad']]));
  store.writeMoments('user/mlp/7', [values(8, 5), values(8, 50)]);
  store.writeMoments('table/a', [values(70, 7)]);

  const buffers = watchBuffers();
  const [weights, moments] = await Promise.all([store.readAll(), store.readAllMoments()]);
  buffers.end();
  // Two tables and all dense weights; moments of two tables of one arena and of all dense weights.
  expect(buffers.made.length).toBeLessThanOrEqual(6);

  expect([...weights.keys()]).toEqual(store.paths);
  for (const path of store.paths) {
    expect(weights.get(path)).toEqual(await store.read(path));
    expect(moments.get(path) ?? null).toEqual(await store.readMoments(path));
  }
  expect(moments.get('user/mlp/7')).toEqual([values(8, 5), values(8, 50)]);
  expect(weights.get('user/mlp/19')).toEqual(values(20, 1900));
  store.dispose();
});

it('keeps what is no weight beside the moments, zero at first', async () => {
  const store = new WeightStore();
  const kept = Float32Array.from({ length: 6 }, (_, i) => i);
  store.addMemory('objective/softmax/memory', [3, 2]);
  expect(await store.readAllMoments()).toEqual(new Map([['objective/softmax/memory', [new Float32Array(6)]]]));
  store.writeMoments('objective/softmax/memory', [kept]);
  expect(await store.memory('objective/softmax/memory').read()).toEqual(kept);
  expect([store.paths, [...(await store.readAll()).keys()]]).toEqual([[], []]);
  expect(() => store.writeMoments('objective/softmax/memory', [kept.subarray(1)])).toThrow('holds 6 numbers, got 5');
  expect(() => store.memory('other')).toThrow('no memory "other"; known: objective/softmax/memory');
  store.dispose();
});
