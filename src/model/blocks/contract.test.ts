/**
 * What every block and every objective keeps, without naming one of them: a new folder is tested the moment it exists.
 */
import { nodeGpu } from '../../engine/node-gpu';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDevice, type Device } from '../../engine/device';
import { kernelsIn, unsound } from '../../engine/testing';
import type { AnyBlock } from '../block';
import type { Json } from '../graph';
import { objectives } from '../objectives/objectives';
import { checkParam, objectiveWeight, withDefaults, type ParamSpec } from '../params';
import { parseGraph } from '../parse';
import { composeTrials } from '../torch/compose';
import { unpack, type Packed } from '../torch/packed';
import { findTorch, runPython } from '../torch/run-python';
import { shapesOf } from '../harness/ports';
import { hasRows, history, ROWS, tokenMask, withPaddingRow, type Values } from '../harness/rows';
import { runTrial } from '../harness/run-trial';
import { accepts, createTrial, trialParams, type Trial } from '../harness/trial';
import { trialCase } from '../harness/twin-case';
import { blockById, blocks, findBlock } from './blocks';

const all = [...blocks.values(), ...objectives.values()];
const folders = {
  ...import.meta.glob<AnyBlock>('./*/block.ts', { eager: true, import: 'default' }),
  ...import.meta.glob<AnyBlock>('../objectives/*/block.ts', { eager: true, import: 'default' }),
};

const python = findTorch();
/** Under CI a machine without PyTorch is a broken machine. */
const twinsMayMiss = !process.env['CI'];

interface TwinResult {
  error?: string;
  outputs: Record<string, Packed>;
  gradients: Record<string, Packed>;
  gradcheck?: string;
}
const twinResults = new Map<string, TwinResult[]>();

let device: Device;
const gpuErrors: string[] = [];
beforeAll(async () => {
  device = await openDevice({ gpu: nodeGpu });
  device.onError((message) => gpuErrors.push(message));
  if (!python) return;
  // One process for all blocks: importing torch takes seconds.
  const trials = all.map(trialsOf);
  const results = (await runPython(
    python,
    composeTrials(all.map(({ id }) => id)),
    trials.flat().map(trialCase),
  )) as TwinResult[];
  for (const [at, block] of all.entries()) twinResults.set(block.id, results.splice(0, trials[at]!.length));
}, 180_000);
afterAll(() => device.close());

/**
 * Every combination of choices, and of toggles unless they stay, but those of `except`, over the small parameters of a
 * trial.
 */
function combinations(
  block: AnyBlock,
  { except, toggles = true }: { except?: string; toggles?: boolean } = {},
): Record<string, Json>[] {
  let found = [trialParams(block)];
  for (const [name, spec] of Object.entries(block.params)) {
    const options: Json[] =
      spec.kind === 'choice' ? [...spec.options] : spec.kind === 'toggle' && toggles ? [true, false] : [];
    if (options.length > 0 && name !== except)
      found = found.flatMap((params) => options.map((value) => ({ ...params, [name]: value })));
  }
  return found;
}
/**
 * Each combination as it is; each combination of choices with each other parameter moved; and the defaults outside
 * training.
 */
function trialsOf(block: AnyBlock): Trial[] {
  const moved = (params: Record<string, Json>): Record<string, Json>[] =>
    Object.entries(block.params)
      .filter(([, spec]) => spec.kind !== 'choice' && spec.kind !== 'toggle' && spec !== objectiveWeight)
      .flatMap(([name, spec]) => alternatives(spec, params[name]!).map((value) => ({ ...params, [name]: value })))
      .filter((other) => accepts(block, other));
  const training = [...combinations(block), ...combinations(block, { toggles: false }).flatMap(moved)].map((params) =>
    createTrial(block, params),
  );
  return [...training, createTrial(block, trialParams(block), { training: false })];
}

/** max|a - b| / max|b|; where b is all zero, max|a|. */
function distance(a: Float32Array, b: Float32Array): number {
  let gap = 0;
  let size = 0;
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    gap = Math.max(gap, Math.abs((a[at] ?? NaN) - (b[at] ?? NaN)));
    size = Math.max(size, Math.abs(b[at] ?? 0));
  }
  return Number.isNaN(gap) ? Infinity : size === 0 ? gap : gap / size;
}

/** Values of a parameter that differ from `value`. */
function alternatives(spec: ParamSpec, value: Json): Json[] {
  const others: Json[] = (() => {
    switch (spec.kind) {
      case 'int':
        return [spec.min, Number(value) + 1, Number(value) - 1];
      case 'float':
        return [spec.min, spec.max, (spec.min + spec.max) / 2];
      case 'choice':
        return [...spec.options];
      case 'toggle':
        return [true, false];
      case 'widths':
        return [[7], [6, 5, 4]];
      case 'tables':
        return [['first'], ['second'], ['second', 'first']];
      case 'itemField':
        return ['second'];
    }
  })();
  return others.filter((other) => JSON.stringify(other) !== JSON.stringify(value) && checkParam(spec, other) === null);
}

/** Everything a parameter could have changed: what is looked up, too, because a trial has no log to look it up in. */
async function outcome(block: AnyBlock, params: Record<string, Json>): Promise<string> {
  const trial = createTrial(block, params, { weights: 'initial' });
  const { outputs, gradients } = await runTrial(trial);
  const plain = (named: Record<string, Values>) =>
    Object.entries(named).map(([name, { data, shape }]) => [name, shape, [...data]]);
  return JSON.stringify([trial.node.outputs, trial.node.lookups, trial.weightSpecs, plain(outputs), plain(gradients)]);
}

/** By live value: what its numbers are called. */
function labelsOf(
  block: AnyBlock,
  params: Record<string, Json>,
): (readonly [name: string, labels: readonly string[]])[] {
  const { inputTypes } = createTrial(block, params);
  const sources = Object.fromEntries(
    Object.entries(inputTypes).map(([name, types]) => [name, [types].flat().map((_, at) => `source ${at}`)]),
  );
  return Object.entries(block.probes ?? {}).map(([name, { labels }]) => [
    name,
    labels(inputTypes as never, withDefaults(block.params, params) as never, sources as never),
  ]);
}

it('no id and no former id stands for two blocks', () => {
  const names = all.flatMap(({ id, formerIds }) => [id, ...formerIds]);
  expect([...new Set(names)]).toEqual(names);
  expect(Object.keys(folders)).toHaveLength(all.length);
});

it('an unknown block is answered with the known ones', () => {
  expect(() => blockById('no-such-block')).toThrow(
    `Known blocks: ${all
      .map(({ id }) => id)
      .sort()
      .join(', ')}.`,
  );
});

it.skipIf(!python && twinsMayMiss)('PyTorch is there for the twins', () => expect(python).not.toBeNull());

describe.each(all.map((block) => [block.id, block] as const))('%s', (id, block) => {
  it('lives in the folder of its name and is found under each of its ids', () => {
    expect(
      Object.entries(folders)
        .filter(([, found]) => found === block)
        .map(([path]) => path.split('/').at(-2)),
    ).toEqual([id]);
    for (const name of [id, ...block.formerIds]) expect(findBlock(name)).toBe(block);
    expect(block.family === 'objective').toBe(objectives.has(id));
  });

  it('has valid defaults', () => {
    for (const spec of Object.values(block.params)) expect(checkParam(spec, spec.default)).toBeNull();
  });

  it('has words in both languages for itself, each parameter and each option', () => {
    const options = Object.values(block.params).flatMap((spec) => (spec.kind === 'choice' ? spec.options : []));
    for (const words of [block.words.en, block.words.zh]) {
      expect(Object.keys(words.params).sort()).toEqual(Object.keys(block.params).sort());
      expect(Object.keys(words.options ?? {}).sort()).toEqual([...new Set(options)].sort());
      for (const text of [
        words.title,
        words.about,
        ...Object.values(words.params),
        ...Object.values(words.options ?? {}),
      ])
        expect(text.trim()).not.toBe('');
    }
    expect(block.words.zh.about).toMatch(/\p{Script=Han}/u);
  });

  it('builds the shapes it infers', async () => {
    for (const trial of trialsOf(block)) {
      const { outputs } = await runTrial(trial);
      const inferred = Object.entries(trial.node.outputs).flatMap(([output, type]) =>
        Object.entries(shapesOf(type)).map(([value, shape]) => [`${output}/${value}`, shape]),
      );
      expect(Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape]))).toEqual(
        Object.fromEntries(inferred),
      );
      expect(Object.keys(trial.node.outputs).sort()).toEqual(Object.keys(block.outputs).sort());
      for (const [output, type] of Object.entries(trial.node.outputs)) expect(type.kind).toBe(block.outputs[output]);
    }
  });

  it.skipIf(!python && twinsMayMiss)(
    'agrees with its twin in PyTorch, outputs and gradients, and the twin with finite differences',
    async () => {
      const expected = twinResults.get(id) ?? [];
      const trials = trialsOf(block);
      expect(expected).toHaveLength(trials.length);
      for (const [at, trial] of trials.entries()) {
        const twin = expected[at]!;
        const where = JSON.stringify({ ...trial.params, training: trial.training });
        expect(twin.error, where).toBeUndefined();
        const got = await runTrial(trial);
        for (const kind of ['outputs', 'gradients'] as const) {
          expect(Object.keys(twin[kind]).sort(), where).toEqual(Object.keys(got[kind]).sort());
          for (const [name, { data }] of Object.entries(got[kind]))
            expect(distance(data, unpack(twin[kind][name]!)), `${kind} ${name} at ${where}`).toBeLessThan(1e-4);
        }
        expect(twin.gradcheck, where).toBe('agrees');
      }
    },
  );

  // The weight of an objective acts where the terms are added up: see compose.test.ts.
  const own = Object.entries(block.params).filter(([, spec]) => spec !== objectiveWeight);
  it.each(own)('%s changes the result', async (name, spec) => {
    for (const params of combinations(block, { except: name })) {
      const before = await outcome(block, params);
      for (const value of alternatives(spec, params[name]!))
        if (
          accepts(block, { ...params, [name]: value }) &&
          (await outcome(block, { ...params, [name]: value })) !== before
        )
          return;
    }
    expect.fail(`no value of "${name}" changed anything`);
  });

  it('runs no kernel of tfjs that is unsound on WebGPU, and gives none whole numbers, forward or backward', async () => {
    const names = await kernelsIn(async () => {
      for (const trial of trialsOf(block)) await runTrial(trial);
    });
    expect(names).toContain('Sum'); // those of the trial's own gradient, at least
    expect(unsound(names)).toEqual([]);
  });

  it('ignores what stands in a padding row, forward and backward, under every combination of choices', async () => {
    for (const params of combinations(block)) {
      const trial = createTrial(block, params);
      const cotangents = withPaddingRow(trial.cotangents, () => 0);
      const before = await runTrial({ ...trial, cotangents });
      const after = await runTrial({ ...trial, cotangents, leaves: withPaddingRow(trial.leaves, (x) => 5 - 3 * x) });
      const realPart = (name: string, values: Values) =>
        hasRows(name, values) ? values.data.slice(0, (values.data.length / ROWS) * (ROWS - 1)) : values.data;
      const where = JSON.stringify(params);
      for (const [name, values] of Object.entries(before.outputs))
        expect(
          distance(realPart(name, after.outputs[name]!), realPart(name, values)),
          `${name} at ${where}`,
        ).toBeLessThan(1e-6);
      for (const [name, values] of Object.entries(before.gradients)) {
        const changed = after.gradients[name]!;
        expect(
          distance(realPart(name, changed), realPart(name, values)),
          `gradient of ${name} at ${where}`,
        ).toBeLessThan(1e-5);
        if (hasRows(name, values))
          expect(
            Math.max(...changed.data.slice((changed.data.length / ROWS) * (ROWS - 1)).map(Math.abs)),
            `gradient of the padding row of ${name} at ${where}`,
          ).toBeLessThan(1e-7);
      }
    }
  });

  const texts =
    Object.values(block.inputs).some(({ kinds }) => kinds.includes('tokens')) ||
    Object.values(block.outputs).includes('tokens');
  const sequences =
    Object.values(block.inputs).some(({ kinds }) => kinds.includes('sequence')) || block.family === 'sequence';
  if (sequences || texts)
    it('ignores what stands in a masked event or token', async () => {
      for (const params of combinations(block)) {
        const trial = createTrial(block, params);
        const masked = (name: string, { data, shape }: Values): Values => {
          const [, length = 0] = shape;
          if (name.startsWith('weight/') || shape.length < 3) return { data, shape };
          const mask = texts ? tokenMask(length) : history(length).mask;
          const perEvent = data.length / (ROWS * length);
          return { shape, data: data.map((x, at) => (mask.data[Math.floor(at / perEvent)] === 0 ? 9 - x : x)) };
        };
        const before = await runTrial(trial);
        const after = await runTrial({
          ...trial,
          leaves: Object.fromEntries(
            Object.entries(trial.leaves).map(([name, values]) => [name, masked(name, values)]),
          ),
        });
        for (const [name, values] of Object.entries(before.outputs)) {
          const output = name.split('/')[0]!;
          const present = after.outputs[`${output}/mask`];
          const seen = (data: Float32Array) =>
            present
              ? data.map((x, at) => x * present.data[Math.floor((at * present.data.length) / data.length)]!)
              : data;
          expect(distance(seen(after.outputs[name]!.data), seen(values.data)), name).toBeLessThan(1e-6);
        }
      }
    });

  it('keeps its parameters through save and load', async () => {
    const params = trialParams(block);
    const graph = {
      format: 'tower-lab/graph',
      version: 1,
      kind: 'retrieval',
      title: '',
      tables: [],
      nodes: [{ id: 'n', block: id, side: block.sides[0], params, at: [0, 0] }],
      edges: [],
    };
    const loaded = parseGraph(JSON.parse(JSON.stringify(graph)));
    expect(loaded).toEqual({ ok: true, value: graph });
    if (loaded.ok) expect(await outcome(block, loaded.value.nodes[0]!.params)).toBe(await outcome(block, params));
  });

  it('leaves no tensor behind', async () => {
    const trial = createTrial(block, trialParams(block));
    await runTrial(trial);
    const before = tf.memory().numTensors;
    await runTrial(trial);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('publishes exactly the live values it declares, one number per label, in all its settings, and has words for them', async () => {
    const declared = block.probes ?? {};
    for (const words of [block.words.en, block.words.zh]) {
      expect(Object.keys(words.probes ?? {}).sort()).toEqual(Object.keys(declared).sort());
      for (const text of Object.values(words.probes ?? {})) expect(text.trim()).not.toBe('');
    }
    for (const params of combinations(block)) {
      const published = new Map<string, number[]>();
      const trial = createTrial(block, params);
      await runTrial(trial, (name, x) => published.set(name, x.shape));
      const expected = labelsOf(block, params)
        .map(([name, labels]) => [name, declared[name]!.per, labels.length] as const)
        .filter(([, , count]) => count > 0);
      expect([...published.keys()].sort(), JSON.stringify(params)).toEqual(expected.map(([name]) => name).sort());
      for (const [name, per, count] of expected)
        expect(
          published.get(name)!.reduce((a, b) => a * b, 1),
          `${name} at ${JSON.stringify(params)}`,
        ).toBe(count * (per === 'row' ? ROWS : 1));
    }
  });

  it('has a word for every number that bears no name of the log, of the graph or of an input, and for no other', () => {
    for (const params of combinations(block)) {
      const inputs = JSON.stringify(createTrial(block, params).inputTypes);
      for (const [name, labels] of labelsOf(block, params)) {
        const own = labels.filter(
          (label) => !/\d/.test(label) && !(label in block.inputs) && !inputs.includes(`"${label}"`),
        );
        for (const words of [block.words.en, block.words.zh])
          expect(words.labels?.[name] ? labels : [], `${name} at ${JSON.stringify(params)}`).toEqual(own);
        expect(own.length, name).toBeLessThanOrEqual(1);
      }
    }
    for (const words of [block.words.en, block.words.zh])
      expect(Object.keys(words.labels ?? {}).filter((name) => !(name in (block.probes ?? {})))).toEqual([]);
  });

  it('counts its cost in whole non-negative numbers', () => {
    const { inputTypes } = createTrial(block, trialParams(block));
    const { flops } = block.cost(inputTypes, createTrial(block, trialParams(block)).node.params as never);
    expect(Number.isInteger(flops) && flops >= 0).toBe(true);
  });

  it('names the source of its equations', () => expect(block.source.length).toBeGreaterThan(3));
});

it('every objective declares the common weight', () => {
  for (const { params } of objectives.values()) expect(params['weight']).toBe(objectiveWeight);
});

it('nothing above raised an error on the GPU', () => expect(gpuErrors).toEqual([]));
