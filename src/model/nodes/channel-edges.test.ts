import { expect, it } from 'vitest';
import { schemaOf } from '../document/schema';
import { smallDataset } from '../harness/small-graph';
import { presets } from '../presets/presets';
import { channelEdges, makerOf } from './channel-edges';

it.each([
  ['two-tower', ['user-base', 'user-mlp']],
  ['classic', ['user-mlp']],
  ['shortcut', ['user-mlp', 'user-past']],
  ['parallel', ['user-mix', 'user-dcn', 'user-fm', 'user-cin']],
  ['que2search', ['past-items-map', 'past-fields-map', 'user-fields-map']],
])('the channels of %s are what comes together nearest to the match', (id, makers) => {
  const { graph } = presets.get(id)!.build(schemaOf(smallDataset()), { width: 8 });
  expect(channelEdges(graph).map((edge) => makerOf(graph, edge))).toEqual(makers);
});
