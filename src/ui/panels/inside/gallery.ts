import type { ChannelParts } from '../../../lab/evaluate/channel-parts';
import type { ValuesByField } from '../../../lab/evaluate/values-by-field';
import { judge } from '../../../model/check/judge';
import { preset } from '../../../model/presets/presets';
import { schemaOf } from '../../../model/document/schema';
import { defineScenes } from '../../gallery/scene';
import { STATE_PLAYS } from '../../gallery/states';

const PRESET = 'senet';
const GROUPS = ['Popular science', 'Literary fiction', 'Crime'];

export default defineScenes({
  preset: PRESET,
  states: {
    // With scores split by channel.
    finished: async (stage, scenes) => {
      await STATE_PLAYS.finished(stage, scenes);
      await stage.bench.splitByChannel();
    },
  },
  answers: (dataset, step) => {
    const schema = schemaOf(dataset);
    const { probes } = judge(preset(PRESET).build(schema).graph, schema);
    return {
      channelParts: (): ChannelParts => ({
        step: step(),
        users: 24,
        scores: 96,
        channels: [
          { node: 'user-base', mean: 1.842, spread: 0.61 },
          { node: 'user-mlp', mean: -0.417, spread: 0.33 },
        ],
        popularity: null,
        base: { mean: 0.21, spread: 0.04 },
        rest: { mean: 0, spread: 0 },
        score: { mean: 1.635, spread: 0.72 },
        method: 'product',
      }),
      valuesByField: ({ key, field }): ValuesByField => {
        const { labels } = probes.find((probe) => probe.key === key)!;
        const rowOf = (rows: number) => ({ rows, means: labels.map((_, at) => 0.9 + 0.02 * at) });
        const split = dataset.fields.find(({ name }) => name === field);
        return {
          labels,
          field: split ? { name: split.name, kind: split.kind } : null,
          all: rowOf(180),
          groups: GROUPS.map((name, at) => ({ name, ...rowOf(60 - 10 * at) })),
          others: rowOf(30),
        };
      },
    };
  },
});
