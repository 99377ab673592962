/**
 * What every block and every objective computes, without naming one of them: by itself, and beside its twin in PyTorch.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { kernelsIn, unsound } from '../../engine/testing';
import * as tf from '../../engine/tf';
import type { Json } from '../document/graph';
import { learntWeight, objectiveWeight } from '../document/params';
import { rowsOut, shapesOf } from '../harness/ports';
import { hasRows, history, ROWS, tokenMask, withPaddingRow, type Values } from '../harness/rows';
import { runCase, type CaseResult } from '../harness/run-case';
import { packedCase } from '../harness/twin-case';
import { accepts, createCase, smallParams, type BlockCase } from '../harness/block-case';
import { composeCases } from '../torch/compose';
import { unpack, type Packed } from '../torch/packed';
import { findTorch, runPython } from '../torch/run-python';
import type { AnyBlock } from './block';
import {
  all,
  alternatives,
  combinations,
  distance,
  gpuErrors,
  onContractDevice,
  outcome,
  casesOf,
} from '../harness/contract';

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

onContractDevice();
beforeAll(async () => {
  if (!python) return;
  // One process for all blocks: importing torch takes seconds.
  const cases = all.map(casesOf);
  const results = (await runPython(
    python,
    composeCases(all.map(({ id }) => id)),
    cases.flat().map(packedCase),
  )) as TwinResult[];
  for (const [at, block] of all.entries()) twinResults.set(block.id, results.splice(0, cases[at]!.length));
});

it.skipIf(!python && twinsMayMiss)('PyTorch is there for the twins', () => expect(python).not.toBeNull());

interface Ran {
  cases: { blockCase: BlockCase; result: CaseResult }[];
  /** Of the kernels of tfjs. */
  names: ReadonlySet<string>;
}
/** All cases of a block, forward and backward, run once. */
async function runCases(block: AnyBlock): Promise<Ran> {
  const cases: Ran['cases'] = [];
  const names = await kernelsIn(async () => {
    for (const blockCase of casesOf(block)) cases.push({ blockCase, result: await runCase(blockCase) });
  });
  return { cases, names };
}

describe.each(all.map((block) => [block.id, block] as const))('%s', (id, block) => {
  let running: Promise<Ran> | undefined;
  const ran = () => (running ??= runCases(block));

  it('builds the shapes it infers, by no kernel of tfjs that is unsound on WebGPU, and gives none whole numbers, forward or backward', async () => {
    const { cases, names } = await ran();
    for (const {
      blockCase,
      result: { outputs },
    } of cases) {
      const inferred = Object.entries(blockCase.node.outputs).flatMap(([output, type]) =>
        Object.entries(shapesOf(type, rowsOut(block))).map(([value, shape]) => [`${output}/${value}`, shape]),
      );
      expect(Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape]))).toEqual(
        Object.fromEntries(inferred),
      );
      expect(Object.keys(blockCase.node.outputs).sort()).toEqual(Object.keys(block.outputs).sort());
      for (const [output, type] of Object.entries(blockCase.node.outputs))
        expect(type.kind).toBe(block.outputs[output]);
    }
    // Those of the case's own gradient, at least, where there is anything to differentiate.
    expect(names.has('Sum')).toBe(cases.some(({ blockCase }) => Object.keys(blockCase.leaves).length > 0));
    expect(unsound(names)).toEqual([]);
  });

  it.skipIf(!python && twinsMayMiss)(
    'agrees with its twin in PyTorch, outputs and gradients, and the twin with finite differences',
    async () => {
      const expected = twinResults.get(id) ?? [];
      const { cases } = await ran();
      expect(expected).toHaveLength(cases.length);
      for (const [at, { blockCase, result }] of cases.entries()) {
        const twin = expected[at]!;
        const where = JSON.stringify({ ...blockCase.params, training: blockCase.training });
        expect(twin.error, where).toBeUndefined();
        for (const kind of ['outputs', 'gradients'] as const) {
          expect(Object.keys(twin[kind]).sort(), where).toEqual(Object.keys(result[kind]).sort());
          for (const [name, { data }] of Object.entries(result[kind]))
            expect(distance(data, unpack(twin[kind][name]!)), `${kind} ${name} at ${where}`).toBeLessThan(1e-4);
        }
        expect(twin.gradcheck, where).toBe(Object.keys(blockCase.leaves).length > 0 ? 'agrees' : undefined);
      }
    },
  );

  // The weight of an objective acts where the terms are added up, set or learnt: see compose.test.ts, heads.test.ts.
  const own = Object.entries(block.params).filter(([, spec]) => spec !== objectiveWeight && spec !== learntWeight);
  /** By parameters: each parameter is moved from the same places. */
  const outcomes = new Map<string, Promise<string>>();
  const outcomeOf = (params: Record<string, Json>): Promise<string> => {
    const key = JSON.stringify(params);
    const known = outcomes.get(key) ?? outcome(block, params);
    outcomes.set(key, known);
    return known;
  };
  it.each(own)('%s changes the result', async (name, spec) => {
    for (const params of combinations(block, { except: name })) {
      const before = await outcomeOf(params);
      for (const value of alternatives(spec, params[name]!))
        if (accepts(block, { ...params, [name]: value }) && (await outcomeOf({ ...params, [name]: value })) !== before)
          return;
    }
    expect.fail(`no value of "${name}" changed anything`);
  });

  it('ignores what stands in a padding row, forward and backward, whatever is chosen', async () => {
    for (const params of combinations(block)) {
      const blockCase = createCase(block, params);
      const cotangents = withPaddingRow(blockCase.cotangents, () => 0);
      const before = await runCase({ ...blockCase, cotangents });
      const after = await runCase({
        ...blockCase,
        cotangents,
        leaves: withPaddingRow(blockCase.leaves, (x) => 5 - 3 * x),
      });
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
        const blockCase = createCase(block, params);
        const masked = (name: string, { data, shape }: Values): Values => {
          const [, length = 0] = shape;
          if (name.startsWith('weight/') || shape.length < 3) return { data, shape };
          const mask = texts ? tokenMask(length) : history(length).mask;
          const perEvent = data.length / (ROWS * length);
          return { shape, data: data.map((x, at) => (mask.data[Math.floor(at / perEvent)] === 0 ? 9 - x : x)) };
        };
        const before = await runCase(blockCase);
        const after = await runCase({
          ...blockCase,
          leaves: Object.fromEntries(
            Object.entries(blockCase.leaves).map(([name, values]) => [name, masked(name, values)]),
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

  const rectifying = Object.entries(block.params).filter(
    ([, spec]) => spec.kind === 'choice' && spec.options.includes('relu'),
  );
  if (rectifying.length > 0)
    it('tells what goes into its ReLUs, as many times for each row as they are applied', async () => {
      let told = 0;
      for (const params of combinations(block)) {
        const isRelu = rectifying.some(([name]) => params[name] === 'relu');
        await runCase(createCase(block, params), undefined, ({ shape }) => {
          told += isRelu ? 1 : 0;
          expect(shape).toHaveLength(2);
          expect(shape[0]! % ROWS).toBe(0);
        });
      }
      expect(told).toBeGreaterThan(0);
    });

  it('leaves no tensor behind', async () => {
    const blockCase = createCase(block, smallParams(block));
    await runCase(blockCase);
    const before = tf.memory().numTensors;
    await runCase(blockCase);
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('nothing above raised an error on the GPU', () => expect(gpuErrors).toEqual([]));
