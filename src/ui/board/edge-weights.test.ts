import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { preset } from '../../model/presets/presets';
import { probesOf } from '../../model/check/probe';
import { judge } from '../../model/check/judge';
import { edgeWeights } from './edge-weights';
import { shareOf } from './RisingEdge';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind'] = 'categorical'): FieldSpec => ({
  name,
  owner,
  kind,
  rows: 10,
  length: 1,
});
const schema = {
  fields: [
    field('user id', 'user', 'id'),
    field('segment', 'user'),
    field('item id', 'item', 'id'),
    field('genre', 'item'),
    field('title trigrams', 'item', 'trigrams'),
  ],
  users: 8,
  items: 8,
  events: 8,
  hasTime: true,
};

function weightsOf(id: string): string[] {
  const { graph } = preset(id).build(schema);
  const validation = judge(graph, schema);
  const probes = probesOf(graph, validation).filter(({ labels }) => labels.length > 1);
  const weights = edgeWeights(
    graph,
    new Map(probes.toReversed().map((probe) => [probe.nodeId, probe])),
    validation.types,
  );
  return [...weights].map(([{ from, to }, { key, at, of }]) => `${from.node}>${to.node}: ${key} ${at}/${of}`);
}

describe('what counts along an edge', () => {
  it('is the share of each channel where attention fuses them', () => {
    const weights = weightsOf('que2search');
    expect(weights).toContain('item-id-map>item-fusion: item-fusion/share 0/3');
    expect(weights).toContain('item-trigrams-map>item-fusion: item-fusion/share 2/3');
    expect(weights.every((weight) => weight.includes('-fusion/share'))).toBe(true);
  });

  it('is the contribution of each part where towers meet part by part, on both sides', () => {
    const channels = ['mix', 'dcn', 'fm', 'cin'];
    expect(weightsOf('parallel').toSorted()).toEqual(
      ['user', 'item']
        .flatMap((side) =>
          channels.map((channel, at) => `${side}-${channel}>${side}-channels: match/contribution ${at}/4`),
        )
        .toSorted(),
    );
  });

  it('is nothing in towers that only lay side by side', () => {
    expect(weightsOf('two-tower')).toEqual([]);
  });

  it('is told by the size of its number among all of them, once they are read', () => {
    const curve = (value: number) => ({ steps: [1], values: [value] });
    const curves = { 'fusion/share/0/mean': curve(0.5), 'fusion/share/1/mean': curve(-1.5) };
    expect([0, 1].map((at) => shareOf({ key: 'fusion/share', at, of: 2 }, curves))).toEqual([0.25, 0.75]);
    expect(shareOf({ key: 'other', at: 0, of: 2 }, curves)).toBeNull();
  });
});
