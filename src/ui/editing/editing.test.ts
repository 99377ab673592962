import { EMPTY_GRAPH } from '../../model/formats/graph/empty-graph';
import { describe, expect, it } from 'vitest';

import type { GraphNode, TowerGraph } from '../../model/document/graph';
import { speak } from '../../words/words';
import { edgesIn, edgesOut } from './ConnectDialogs';
import { matching, type Choice } from './matching';
import { nodeName } from './named';
import { blocksAt, blocksElsewhere } from './Palette';

const choice = (title: string, group: string, more: Partial<Choice> = {}): Choice => ({
  id: title,
  title,
  about: '',
  group,
  ...more,
});
const choices = [
  choice('SE gate', 'Gates', { search: 'SE 门控' }),
  choice('MLP', 'Channels', { search: '多层感知机' }),
  choice('Cross network', 'Channels', { search: 'dcn' }),
  choice('Concat', 'Fusion', { search: 'sets of se' }),
];
const found = (typed: string) => matching(choices, typed).map(({ title }) => title);

describe('typing in a chooser', () => {
  it('finds by title and by what else a choice is known as, in either language', () => {
    expect([found('dcn'), found('门控'), found('ＭＬＰ'), found('NET cross'), found('nothing')]).toEqual([
      ['Cross network'],
      ['SE gate'],
      ['MLP'],
      ['Cross network'],
      [],
    ]);
  });

  it('brings titles that begin so to the front, and keeps groups together', () => {
    expect(found('')).toEqual(['SE gate', 'MLP', 'Cross network', 'Concat']);
    expect(found('se')).toEqual(['SE gate', 'Concat']);
    expect(found('c')).toEqual(['Cross network', 'Concat']);
  });
});

const node = (id: string, block: string, side: GraphNode['side'] = 'user'): GraphNode => ({
  id,
  block,
  side,
  params: {},
  at: [0, 0],
});
const graph: TowerGraph = {
  ...EMPTY_GRAPH,
  nodes: [node('a', 'mlp'), node('b', 'mlp'), node('c', 'concat'), node('item-mlp', 'mlp', 'item')],
};

describe('the palette', () => {
  it('knows of blocks that do not fit a place where they do fit, the nearest first', () => {
    const speech = speak('en');
    const places = [
      { kind: 'alone', side: 'objective' },
      { kind: 'after', from: { node: 'a', output: 'vector' } },
      { kind: 'alone', side: 'user' },
    ] as const;
    const here = blocksAt(graph, places[0], speech);
    expect(here.map(({ id }) => id)).toContain('triplet');
    const elsewhere = blocksElsewhere(graph, places, here, speech);
    const mlp = elsewhere.find(({ id }) => id === 'mlp');
    expect(mlp).toMatchObject({
      place: places[1],
      about: 'after MLP (a), parallel to what it feeds',
      group: 'Fits elsewhere',
    });
    expect(elsewhere.find(({ id }) => id === 'history')?.place).toBe(places[2]);
    expect(elsewhere.map(({ id }) => id)).toEqual([...new Set(elsewhere.map(({ id }) => id))]);
    expect(elsewhere.some(({ id }) => here.some((choice) => choice.id === id))).toBe(false);
  });
});

describe('nodes in words', () => {
  it('carry their own name only where the title would not tell them apart', () => {
    const names = (language: 'en' | 'zh') => ['a', 'c', 'gone'].map((id) => nodeName(graph, id, speak(language)));
    expect(names('en')).toEqual(['MLP (a)', 'Concat', 'gone']);
    expect(names('zh')).toEqual(['多层感知机（a）', '拼接', 'gone']);
  });

  it('are offered by the inputs that take their outputs, and the other way round', () => {
    expect(edgesOut(graph, 'a').map(({ to }) => `${to.node}.${to.input}`)).toEqual(['b.vector', 'c.parts']);
    expect(edgesIn(graph, 'c', 'parts').map(({ from }) => from.node)).toEqual(['a', 'b']);
    expect(edgesIn(graph, 'item-mlp', null)).toEqual([]);
  });
});
