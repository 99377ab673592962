import { describe, expect, it } from 'vitest';
import type { GraphEdge, TowerGraph } from '../../model/document/graph';
import { blockById } from '../../model/nodes/registry';
import { addAt } from '../../model/edits/nodes';
import { edgesAt } from '../../model/edits/wiring';
import { preset } from '../../model/presets/presets';
import { speak } from '../../words/words';
import { schema } from '../testing';
import { choicesFor } from './choices';
import { drop } from './drop';
import { refusalSentence, saidSentence } from './sentences';
import { targetsFor, verdictOn } from './targets';
import type { Target, Thing } from './things';

const plain = preset('two-tower').build(schema, { width: 8 }).graph;
const { graph } = addAt(
  plain,
  { kind: 'between', edge: plain.edges.find(({ from }) => from.node === 'item-id')! },
  blockById('senet'),
);
const { fields } = schema;
const input = (node: string, name: string): Target => ({ kind: 'input', to: { node, input: name } });
const why = (thing: Thing, target: Target): string[] => {
  const verdict = verdictOn({ graph, fields }, thing, target);
  return verdict.legal ? [] : ['en', 'zh'].map((language) => refusalSentence(verdict.why, graph, speak(language)));
};
const said = (thing: Thing, target: Target): string => {
  const dropped = drop({ graph, fields }, thing, target);
  return saidSentence(dropped.said, graph, dropped.graph, speak('en'));
};
const edge = (from: string, to: string, of: TowerGraph = graph): GraphEdge =>
  of.edges.find((known) => known.from.node === from && known.to.node === to)!;
const output = (node: string, name = 'vector'): Thing => ({ kind: 'output', from: { node, output: name } });

describe('a connection that is refused', () => {
  it('reads its reason in both languages', () => {
    expect(why(output('item-mlp'), input('item-senet', 'fields'))).toEqual([
      'SE gate reads fields, not a vector.',
      'SE 门控读取特征域，不能读取向量。',
    ]);
    expect(why(output('item-mlp'), input('item-dropout', 'vector'))[0]).toBe(
      'This would close a circle: MLP (item-mlp) already depends on Dropout (item-dropout).',
    );
    expect(why(output('user-mlp'), input('item-mlp', 'vector'))[0]).toBe(
      'MLP (item-mlp) cannot read the user tower. It reads: item tower.',
    );
    expect(why(output('history', 'sequence'), input('item-base', 'parts'))[0]).toMatch(
      /reads fields or a vector, not a sequence\.$/,
    );
    expect(why({ kind: 'edge-end', edge: edge('item-mlp', 'item-mix'), end: 'to' }, input('item-mix', 'b'))[0]).toBe(
      'It is already there.',
    );
  });

  it('is drawn all the same where an input takes one edge: it is exchanged, and said so', () => {
    const verdict = verdictOn({ graph, fields }, output('item-base'), input('item-mix', 'b'));
    expect(verdict).toMatchObject({ legal: true, remark: { code: 'replacing', values: { node: 'item-mlp' } } });
    expect(said(output('item-base'), input('item-mix', 'b'))).toMatch(
      / connected to .*, replacing MLP \(item-mlp\)\.$/,
    );
  });
});

describe('an end of an edge', () => {
  it('read from elsewhere keeps the place of its edge, led elsewhere leaves it, and over nothing is cut', () => {
    const old = edge('item-senet', 'item-base');
    const at = edgesAt(graph, old.to).indexOf(old);
    const from = drop(
      { graph, fields },
      { kind: 'edge-end', edge: old, end: 'from' },
      { kind: 'output', from: { node: 'item-id', output: 'fields' } },
    );
    expect(edgesAt(from.graph, old.to)[at]?.from.node).toBe('item-id');
    const led: Thing = { kind: 'edge-end', edge: edge('item-base', 'item-dropout'), end: 'to' };
    expect(said(led, input('item-mlp', 'vector'))).toMatch(
      / connected to MLP \(item-mlp\) instead of Dropout \(item-dropout\), replacing /,
    );
    const cut = drop({ graph, fields }, led, { kind: 'void' });
    expect(cut.graph.edges).toEqual(graph.edges.filter((known) => known !== edge('item-base', 'item-dropout')));
  });
});

describe('every other thing', () => {
  it('goes nowhere that is not its own', () => {
    const things: Thing[] = [
      { kind: 'block', block: 'gone' },
      output('item-mlp'),
      { kind: 'field', field: 'genre', at: null },
      { kind: 'channel', edge: edge('item-senet', 'item-base') },
      { kind: 'nodes', ids: ['gone'], from: [0, 0] },
    ];
    expect(things.map((thing) => why(thing, { kind: 'void' })[0])).toEqual(
      things.map(() => 'This cannot be dropped here.'),
    );
  });

  it('is offered in words, legal targets only, those that make room with a remark', () => {
    const speech = speak('en');
    const choices = choicesFor({ graph, fields }, output('item-base'), speech);
    expect(choices.map(({ title, remark }) => `${title}: ${remark}`)).toContainEqual(
      expect.stringMatching(/^to \S+ \(item-mix\), input “.+”: replacing MLP \(item-mlp\)$/),
    );
    const legal = targetsFor({ graph, fields }, output('item-base')).filter((verdict) => verdict.legal);
    expect(choices.map(({ target }) => target)).toEqual(legal.map(({ target }) => target));
    const block = choicesFor({ graph, fields }, { kind: 'block', block: 'dropout' }, speech).map(({ title }) => title);
    expect(block).toEqual(expect.arrayContaining(['in the item tower, connected to what is nearest']));
    expect(new Set(block).size).toBe(block.length);
  });
});
