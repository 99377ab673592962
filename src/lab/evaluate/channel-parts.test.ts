/** Parts of channels over a sample: those of each score by itself, averaged. */
import { describe, expect, it } from 'vitest';
import { numbers, onDevice } from '../../engine/testing';
import { presets } from '../../model/presets/presets';
import { schemaOf } from '../../model/document/schema';
import { LiveModel } from '../training/live-model';
import { channelParts } from './channel-parts';
import { explain } from './explain';
import { interestsDataset, openInterests, retrieve } from './testing';

onDevice();

/** Weights that are all moved from where they begin. */
async function moved(model: LiveModel): Promise<LiveModel> {
  let seed = 1;
  for (const [path, values] of await model.readWeights()) {
    const change = numbers(values.length, seed++);
    model.weights.write(
      path,
      values.map((value, at) => value + 0.3 * change[at]!),
    );
  }
  return model;
}
const watched = () => ({ signal: new AbortController().signal, onProgress: () => undefined });
const SAMPLE = { users: 2, items: 3 };
const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const models: [string, () => LiveModel][] = [
  ['interests', () => openInterests()],
  [
    'parallel',
    () => {
      const { graph, settings } = presets.get('parallel')!.build(schemaOf(interestsDataset), { width: 8 });
      return new LiveModel(interestsDataset, graph, settings);
    },
  ],
];

describe.each(models)('the parts of channels of %s', (_, open) => {
  it('add up to the mean score, and are the means of what is said of each score', async () => {
    const model = await moved(open());
    const fractions: number[] = [];
    const found = await channelParts(
      model,
      { ...watched(), onProgress: (fraction) => fractions.push(fraction) },
      SAMPLE,
    );
    const parts = found.channels.map(({ mean }) => mean);
    const size = [...parts, found.base.mean].reduce((sum, value) => sum + Math.abs(value), 0);
    expect(found.channels.length).toBeGreaterThan(1);
    expect(Math.abs(meanOf(parts) * parts.length + found.base.mean + found.rest.mean - found.score.mean)).toBeLessThan(
      1e-5 * size,
    );
    expect(fractions.at(-1)).toBe(1);

    const scores: number[] = [];
    const values = new Map<string, number[]>(found.channels.map(({ node }) => [node, []]));
    const { test } = interestsDataset.split;
    for (const { user } of [test[0]!, test[Math.floor(test.length / 2)]!])
      for (const { item, score } of (await retrieve(model, user, SAMPLE.items)).model) {
        scores.push(score);
        for (const { of, value } of (await explain(model, { user, item, interest: null })).channels.parts)
          if (of.kind === 'node') values.get(of.node)!.push(value);
      }
    expect([found.users, found.scores]).toEqual([2, 6]);
    expect(found.score.mean).toBeCloseTo(meanOf(scores), 4);
    for (const { node, mean, spread } of found.channels) {
      const own = values.get(node)!;
      expect(mean, node).toBeCloseTo(meanOf(own), 4);
      expect(spread, node).toBeCloseTo(Math.sqrt(meanOf(own.map((value) => (value - meanOf(own)) ** 2))), 3);
    }
    model.dispose();
  });
});

it('counts both of two edges that are alike, which a file may have, for the node they come from', async () => {
  const { graph, settings } = presets.get('mobius')!.build(schemaOf(interestsDataset), { width: 8 });
  const into = graph.edges.filter(({ to }) => to.node === 'user-classes');
  const [first, second, third] = into;
  const doubled = { ...graph, edges: graph.edges.map((edge) => (edge === second ? { ...first! } : edge)) };
  const model = await moved(new LiveModel(interestsDataset, doubled, settings));
  const { channels, base, rest, score } = await channelParts(model, watched(), SAMPLE);
  expect(channels.map(({ node }) => node)).toEqual([first, third].map((edge) => edge!.from.node));
  const all = [...channels, base, rest].map(({ mean }) => mean);
  expect(all.reduce((sum, mean) => sum + mean, 0)).toBeCloseTo(score.mean, 4);
  model.dispose();
});

it('ends when it is taken back', async () => {
  const model = openInterests();
  const control = new AbortController();
  const asked = channelParts(model, { signal: control.signal, onProgress: () => control.abort(new Error('enough')) });
  await expect(asked).rejects.toThrow('enough');
  model.dispose();
});
