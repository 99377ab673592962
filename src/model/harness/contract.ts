/** For tests: every block and every objective, and the cases that hold them to their contract. */
import { nodeGpu } from '../../engine/node-gpu';
import { afterAll, beforeAll, expect } from 'vitest';
import { openDevice, type Device } from '../../engine/device';
import type { AnyBlock } from '../blocks/block';
import type { Json } from '../document/graph';
import { objectives } from '../objectives/objectives';
import { checkParam, learntWeight, objectiveWeight, withDefaults, type ParamSpec } from '../document/params';
import type { Values } from './rows';
import { runCase } from './run-case';
import { accepts, createCase, smallParams, type BlockCase } from './block-case';
import { blocks } from '../nodes/registry';

/** Every block and every objective. */
export const all = [...blocks.values(), ...objectives.values()];

/** What the device of this file complained of. */
export const gpuErrors: string[] = [];

/** Opens the device for the tests of a file. */
export function onContractDevice(): void {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ gpu: nodeGpu });
    device.onError((message) => gpuErrors.push(message));
  });
  afterAll(() => {
    device.close();
    expect(gpuErrors).toEqual([]);
  });
}

/** Above it, combinations are picked so that every three choices meet. */
const MOST_COMBINATIONS = 48;

/**
 * Every combination of choices, and of toggles unless they stay, but those of `except`, over the small parameters of a
 * case; of a block with very many of them so many that every three choices meet in every way.
 */
export function combinations(
  block: AnyBlock,
  { except, toggles = true }: { except?: string; toggles?: boolean } = {},
): Record<string, Json>[] {
  let found = [smallParams(block)];
  for (const [name, spec] of Object.entries(block.params)) {
    const options: Json[] =
      spec.kind === 'choice' ? [...spec.options] : spec.kind === 'toggle' && toggles ? [true, false] : [];
    if (options.length > 0 && name !== except && spec !== learntWeight)
      found = found.flatMap((params) => options.map((value) => ({ ...params, [name]: value })));
  }
  return found.length <= MOST_COMBINATIONS ? found : meeting(found);
}

/** As few of the combinations as a greedy choice needs for every three values that stand together in any of them. */
function meeting(combined: readonly Record<string, Json>[]): Record<string, Json>[] {
  const triples = new Map(combined.map((params) => [params, triplesOf(params)]));
  const missing = new Set([...triples.values()].flat());
  const picked: Record<string, Json>[] = [];
  const adds = (params: Record<string, Json>): number =>
    triples.get(params)!.filter((triple) => missing.has(triple)).length;
  while (missing.size > 0) {
    const next = combined.reduce((best, params) => (adds(params) > adds(best) ? params : best));
    for (const triple of triples.get(next)!) missing.delete(triple);
    picked.push(next);
  }
  return picked;
}

function triplesOf(params: Record<string, Json>): string[] {
  const values = Object.entries(params).map((entry) => JSON.stringify(entry));
  return values.flatMap((a, i) =>
    values.slice(i + 1).flatMap((b, j) => values.slice(i + j + 2).map((c) => [a, b, c].join())),
  );
}

/**
 * Each combination as it is; each combination of choices with each other parameter moved; and the defaults outside
 * training.
 */
export function casesOf(block: AnyBlock): BlockCase[] {
  const moved = (params: Record<string, Json>): Record<string, Json>[] =>
    Object.entries(block.params)
      .filter(([, spec]) => spec.kind !== 'choice' && spec.kind !== 'toggle' && spec !== objectiveWeight)
      .flatMap(([name, spec]) => alternatives(spec, params[name]!).map((value) => ({ ...params, [name]: value })))
      .filter((other) => accepts(block, other));
  const training = [...combinations(block), ...combinations(block, { toggles: false }).flatMap(moved)].map((params) =>
    createCase(block, params),
  );
  return [...training, createCase(block, smallParams(block), { training: false })];
}

/** max|a - b| / max|b|; where b is all zero, max|a|. */
export function distance(a: Float32Array, b: Float32Array): number {
  let gap = 0;
  let size = 0;
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    gap = Math.max(gap, Math.abs((a[at] ?? NaN) - (b[at] ?? NaN)));
    size = Math.max(size, Math.abs(b[at] ?? 0));
  }
  return Number.isNaN(gap) ? Infinity : size === 0 ? gap : gap / size;
}

/** Values of a parameter that differ from `value`. */
export function alternatives(spec: ParamSpec, value: Json): Json[] {
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
      case 'field':
        return ['second'];
      case 'scores':
        return [''];
      case 'run':
        return ['a run'];
      case 'formula':
        return ['dwell'];
      case 'fieldTimes':
        return [{ adapter: 'an adapter', times: { second: 3 } }];
    }
  })();
  return others.filter((other) => JSON.stringify(other) !== JSON.stringify(value) && checkParam(spec, other) === null);
}

/**
 * Everything a parameter could have changed: what is looked up and which candidates are asked for, too, because a case
 * has no log to take them from.
 */
export async function outcome(block: AnyBlock, params: Record<string, Json>): Promise<string> {
  const blockCase = createCase(block, params, { weights: 'initial' });
  const { outputs, gradients } = await runCase(blockCase);
  const plain = (named: Record<string, Values>) =>
    Object.entries(named).map(([name, { data, shape }]) => [name, shape, [...data]]);
  return JSON.stringify([
    block.candidates?.(withDefaults(block.params, params)),
    blockCase.node.outputs,
    blockCase.node.lookups,
    blockCase.weightSpecs,
    plain(outputs),
    plain(gradients),
  ]);
}
