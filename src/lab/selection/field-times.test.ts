import { describe, expect, it } from 'vitest';
import { onCpu, onDevice, watchBuffers } from '../../engine/testing';
import { dispatches, onGpu } from '../../engine/run-kernel';
import * as tf from '../../engine/tf';
import { timedWork } from '../../engine/timed-work';
import { FIRST_VALUE, type Dataset, type Field } from '../../data/dataset';
import { setParam } from '../../model/document/graph-edits';
import type { TowerGraph } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { gatedRanker, plantedLog } from '../../model/harness/planted-fields';
import { tinyDataset } from '../../model/harness/tiny-log';
import { preset } from '../../model/presets/presets';
import { fieldTimes } from './field-times';

onDevice();

const watch = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

/** Items have 40 tags each: a bag that is looked up in 40 rows of its table. */
const TAGS = 40;
function withTags(dataset: Dataset): Dataset {
  const slots = dataset.items.length * TAGS;
  const tags: Field = {
    name: 'tags',
    owner: 'item',
    kind: 'bag',
    rows: TAGS + FIRST_VALUE,
    vocabulary: [],
    length: TAGS,
    ids: Uint32Array.from({ length: slots }, (_, slot) => (slot % TAGS) + FIRST_VALUE),
    weights: new Float32Array(slots).fill(1 / TAGS),
  };
  return { ...dataset, fields: [...dataset.fields, tags] };
}

/** A clock that runs nothing: the n-th piece of work that it is given takes `ms(n, round)`. */
function clock(ms: (work: number, round: number) => number) {
  const runs: (readonly (() => void)[])[] = [];
  return {
    runs,
    timer: (given: readonly (() => void)[]) => {
      const work = runs.push(given) - 1;
      let round = 0;
      return { time: () => Promise.resolve(ms(work, round++)), dispose: () => undefined };
    },
  };
}

const dataset = withTags(plantedLog());
const graph = gatedRanker(['kind', 'tags']);
const fscd = (log: Dataset): TowerGraph => preset('fscd').build(schemaOf(log), { width: 8 }).graph;

/** The gated fields of the preset, on the device of the moment; nothing stays of what it made. */
async function everyGate() {
  const log = tinyDataset();
  // What products are told of their sizes stays with the device for good: there before.
  await fieldTimes(fscd(log), log, watch(), (runs) => ({ ...timedWork(runs), time: () => Promise.resolve(0) }));
  const [before, buffers] = [tf.memory().numTensors, onGpu() ? watchBuffers() : null];
  const gates = await fieldTimes(fscd(log), log, watch());
  expect(tf.memory().numTensors).toBe(before);
  if (buffers) {
    expect(buffers.made.length).toBeGreaterThan(0);
    expect(buffers.liveBytes).toBe(0);
    buffers.end();
  }
  return gates;
}

describe('the time of a field', () => {
  it.each(['the GPU', 'the CPU path'])(
    'is had on %s for every field behind a gate, and leaves nothing',
    async (where) => {
      const gates = where === 'the GPU' ? await everyGate() : await onCpu(everyGate);
      expect(gates.map(({ gate, fields }) => [gate, fields.map(({ field }) => field)])).toEqual([
        ['item-id-gate', ['item id']],
        ['item-fields-gate', ['genre']],
        ['user-fields-gate', ['segment']],
      ]);
      const times = gates.flatMap(({ fields }) => fields.flatMap(({ lookup, projection }) => [lookup, projection]));
      for (const time of times) {
        expect(time).toBeGreaterThanOrEqual(0);
        expect(time).toBeLessThan(Infinity);
      }
      // A busy machine may find one of them to be nothing, not all.
      expect(Math.max(...times)).toBeGreaterThan(0);
    },
  );

  it('is of the width that its gate reads, and of what the first layer behind it makes of that', async () => {
    const { timer } = clock(() => 1);
    const log = tinyDataset();
    const drawn = setParam(fscd(log), 'item-mlp', 'widths', [24, 8]);
    const gates = await fieldTimes(drawn, log, watch(), timer);
    expect(gates.map(({ fields: [field] }) => [field!.width, field!.to])).toEqual([
      [8, 24],
      [expect.any(Number), 24],
      [expect.any(Number), Number((drawn.nodes.find(({ id }) => id === 'user-mlp')!.params['widths'] as number[])[0])],
    ]);
    // Behind these gates the fields reach their score through what no layer of their side multiplies.
    const [
      {
        fields: [kind],
      },
    ] = (await fieldTimes(graph, dataset, watch(), clock(() => 1).timer)) as [(typeof gates)[number]];
    expect(kind!.to).toBe(64);
  });

  it('counts the rows of the table that are read: all slots of a bag', async () => {
    const [kind, tags] = (await fieldTimes(graph, dataset, watch(), clock(() => 1).timer)).map(
      ({ fields }) => fields[0]!,
    );
    expect([kind!.slots, tags!.slots]).toEqual([1, TAGS]);
  });

  it('is that of full batches less single rows, the median of rounds without the first of each pass', async () => {
    const many = [9000, 40, 50, 60];
    const { runs, timer } = clock((work, round) => (work % 2 === 0 ? many[round]! : 10));
    const [first] = await fieldTimes(gatedRanker(['kind']), dataset, watch(), timer);
    // In three passes full batches and single rows of a lookup and of a projection.
    expect(runs.length).toBe(12);
    const rows = runs[0]!.length * (2048 - 1);
    expect(first!.fields[0]!.lookup).toBeCloseTo((1000 * 40) / rows, 9);
    expect(first!.fields[0]!.projection).toBeCloseTo((1000 * 40) / rows, 9);
  });

  it('of one pass that was disturbed counts for nothing', async () => {
    const { timer } = clock((work, round) => (work < 2 ? 5000 * round : work % 2 === 0 ? 50 : 10));
    const [first] = await fieldTimes(gatedRanker(['kind']), dataset, watch(), timer);
    const { timer: calm } = clock((work) => (work % 2 === 0 ? 50 : 10));
    expect([first]).toEqual(await fieldTimes(gatedRanker(['kind']), dataset, watch(), calm));
  });

  it('of a layer is taken once for all fields that it is alike for', async () => {
    const { runs, timer } = clock((work) => (work % 2 === 0 ? 50 + work : 10));
    const found = await fieldTimes(graph, dataset, watch(), timer);
    // Two lookups, one projection.
    expect(runs.length).toBe(3 * 3 * 2);
    expect(found[0]!.fields[0]!.projection).toBe(found[1]!.fields[0]!.projection);
    expect(found[0]!.fields[0]!.lookup).not.toBe(found[1]!.fields[0]!.lookup);
  });

  it('is never below nothing', async () => {
    const { timer } = clock((work) => (work % 2 === 0 ? 1 : 2));
    const [first] = await fieldTimes(graph, dataset, watch(), timer);
    expect(first!.fields[0]).toMatchObject({ lookup: 0, projection: 0 });
  });

  it('is of as many dispatches for full batches as for single rows, the lookups by the kernel of steps', async () => {
    const counts: number[] = [];
    await fieldTimes(graph, dataset, watch(), (runs) => {
      const before = dispatches.count;
      const work = timedWork(runs);
      counts.push((dispatches.count - before) / runs.length);
      return work;
    });
    expect(counts.length).toBe(18);
    for (const count of counts) expect(count).toBe(1);
  });

  it('is not asked for where no gate chooses', async () => {
    const plain = gatedRanker(['kind'], { isGated: false });
    await expect(fieldTimes(plain, dataset, watch())).rejects.toMatchObject({ code: 'no-field-gate' });
  });

  it('is given up when it is taken back, says how far it is until then, and leaves nothing', async () => {
    const control = new AbortController();
    const said: number[] = [];
    const before = tf.memory().numTensors;
    const buffers = watchBuffers();
    const onProgress = (share: number): void => {
      said.push(share);
      if (share >= 0.5) control.abort(new Error('taken back'));
    };
    await expect(fieldTimes(graph, dataset, { signal: control.signal, onProgress })).rejects.toThrow('taken back');
    expect(said).toEqual([0, 1 / 9, 2 / 9, 3 / 9, 4 / 9, 5 / 9]);
    expect(tf.memory().numTensors).toBe(before);
    expect(buffers.liveBytes).toBe(0);
    buffers.end();
  });
});

it('work that is timed runs so often each time, and gives its tensors back', async () => {
  await onCpu(async () => {
    let count = 0;
    const before = tf.memory().numTensors;
    const work = timedWork(
      Array.from({ length: 3 }, () => () => {
        count += 1;
        tf.ones([4]);
      }),
    );
    await work.time();
    expect(await work.time()).toBeGreaterThanOrEqual(0);
    expect(count).toBe(6);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => timedWork([])).toThrow('no work');
  });
});
