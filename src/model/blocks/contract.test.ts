/** What every block and every objective declares. None is named here: a new folder is tested as soon as it exists. */
import { describe, expect, it } from 'vitest';
import type { AnyBlock, BlockWords } from './block';
import type { Json } from '../document/graph';
import { objectives } from '../objectives/objectives';
import { checkParam, objectiveWeight, withDefaults } from '../document/params';
import { graphFormat } from '../formats/graph/format';
import { parseGraph } from '../check/parse';
import { ROWS } from '../harness/rows';
import { runCase } from '../harness/run-case';
import { createCase, smallParams } from '../harness/block-case';
import { blockById, findBlock } from '../nodes/registry';
import { all, combinations, onContractDevice, outcome } from '../harness/contract';

const folders = {
  ...import.meta.glob<AnyBlock>('./*/block.ts', { eager: true, import: 'default' }),
  ...import.meta.glob<AnyBlock>('../objectives/*/block.ts', { eager: true, import: 'default' }),
};

onContractDevice();

/** By live value: what its numbers are called. */
function labelsOf(
  block: AnyBlock,
  params: Record<string, Json>,
): (readonly [name: string, labels: readonly string[]])[] {
  const { inputTypes } = createCase(block, params);
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

/** What each says in English. */
const english = new Map(
  Object.entries({
    ...import.meta.glob<BlockWords>('./*/words.en.ts', { eager: true, import: 'default' }),
    ...import.meta.glob<BlockWords>('../objectives/*/words.en.ts', { eager: true, import: 'default' }),
  }).map(([path, words]) => [path.split('/').at(-2)!, words]),
);

describe.each(all.map((block) => [block.id, block] as const))('%s', (id, block) => {
  it('lives in the folder of its name, with its words beside it, and is found under each of its ids', () => {
    expect(
      Object.entries(folders)
        .filter(([, found]) => found === block)
        .map(([path]) => path.split('/').at(-2)),
    ).toEqual([id]);
    expect(english.has(id)).toBe(true);
    for (const name of [id, ...block.formerIds]) expect(findBlock(name)).toBe(block);
    expect(block.family === 'objective').toBe(objectives.has(id));
  });

  it('has valid defaults', () => {
    for (const spec of Object.values(block.params)) expect(checkParam(spec, spec.default)).toBeNull();
  });

  it('keeps its parameters through save and load', async () => {
    const params = smallParams(block);
    const graph = {
      ...graphFormat.header,
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

  it('publishes exactly the live values it declares, one number per label, in all its settings', async () => {
    const declared = block.probes ?? {};
    for (const params of combinations(block)) {
      const published = new Map<string, number[]>();
      const blockCase = createCase(block, params);
      await runCase(blockCase, (name, x) => published.set(name, x.shape));
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
    const words = english.get(id)!;
    for (const params of combinations(block)) {
      const inputs = JSON.stringify(createCase(block, params).inputTypes);
      for (const [name, labels] of labelsOf(block, params)) {
        const own = labels.filter(
          (label) => !/\d/.test(label) && !(label in block.inputs) && !inputs.includes(`"${label}"`),
        );
        expect(words.labels?.[name] ? labels : [], `${name} at ${JSON.stringify(params)}`).toEqual(own);
        expect(own.length, name).toBeLessThanOrEqual(1);
      }
    }
  });

  it('counts its cost in whole non-negative numbers', () => {
    const { inputTypes } = createCase(block, smallParams(block));
    const { flops } = block.cost(inputTypes, createCase(block, smallParams(block)).node.params as never);
    expect(Number.isInteger(flops) && flops >= 0).toBe(true);
  });

  it('names the source of its equations', () => expect(block.source.length).toBeGreaterThan(3));
});

it('every objective declares the common weight', () => {
  for (const { params } of objectives.values()) expect(params['weight']).toBe(objectiveWeight);
});
