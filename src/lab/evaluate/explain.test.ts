/** Parts of scores, of every preset: what they add up to, and what they are where a score is a plain sum. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../data/dataset';
import { numbers, onDevice } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { presets } from '../../model/presets/presets';
import { Sources } from '../loading/sources';
import { SMALL_WORLD } from '../testing';
import { LiveModel } from '../training/live-model';
import { explain, type Split } from './explain';
import { retrieve } from './retrieve';
import { retrieveByInterest } from './interest-lists';

onDevice();

let dataset: Dataset;
beforeAll(async () => {
  ({ dataset } = await new Sources().load(SMALL_WORLD, new AbortController().signal, () => {}));
});

/** Towers of a preset whose weights are all moved from where they begin, biases and gates too. */
async function moved(id: string): Promise<LiveModel> {
  const { graph, settings } = presets.get(id)!.build(schemaOf(dataset), { width: 16 });
  const model = new LiveModel(dataset, graph, settings);
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

const sumOf = ({ parts, base, rest }: Split): number => parts.reduce((sum, { value }) => sum + value, base + rest);

describe.each((process.env['P'] ?? '').split(','))('%s', (id) => {
  it('splits', async () => {
    const model = await moved(id);
    for (const user of [3]) {
      const shown = await retrieve(model, user, 5);
      for (const place of [0, 4]) {
        const { item, score } = shown.model[place]!;
        const found = await explain(model, { user, item, interest: null });
        for (const name of ['channels', 'fields', 'events', 'ofItem'] as const) {
          const split = found[name]!;
          console.log(
            id,
            name,
            score,
            found.score,
            sumOf(split),
            split.method,
            'base',
            split.base.toFixed(4),
            'rest',
            split.rest.toExponential(2),
            split.parts
              .slice(0, 4)
              .map(({ of, value }) => JSON.stringify(of).slice(0, 60) + ' ' + value.toFixed(4))
              .join(' | '),
          );
        }
      }
    }
    model.dispose();
  });
});
void retrieveByInterest;
