import { describe, expect, it } from 'vitest';
import { addAt } from '../../model/edits/nodes';
import { blockById } from '../../model/nodes/registry';
import { preset, presets } from '../../model/presets/presets';
import { LANGUAGES } from '../../words/catalog';
import { speak } from '../../words/words';
import { schema, summary } from '../testing';
import { arranged, drawingOf, everyGroup, laidOut, type Surroundings } from './drawing';
import { atOf } from './layout/own';

const around: Surroundings = { summary, speech: speak('en'), opened: [] };
const built = (id: string) => preset(id).build(schema).graph;

describe('an arranged drawing', () => {
  it.each([...presets.keys()])('%s: looks like the one that the board laid out', (id) => {
    const graph = built(id);
    const [before, after] = [drawingOf(graph, around), drawingOf(arranged(graph, around), around)];
    for (const [node, place] of before.layout.places) {
      const moved = after.layout.places.get(node)!;
      expect(Math.abs(moved.x - place.x), node).toBeLessThanOrEqual(1);
      expect(Math.abs(moved.y - place.y), node).toBeLessThanOrEqual(1);
    }
  });

  it('keeps every other node in its place when one is added', () => {
    const graph = arranged(built('senet'), around);
    const edge = graph.edges.find(({ to }) => to.node === 'user-mix')!;
    const { graph: grown, id } = addAt(graph, { kind: 'between', edge }, blockById('mlp'));
    const [before, after] = [drawingOf(graph, around), drawingOf(grown, around)];
    for (const [node, place] of before.layout.places)
      if (after.layout.places.has(node)) expect(after.layout.places.get(node), node).toEqual(place);
    expect(after.layout.places.has(id)).toBe(true);
  });

  it('makes room below for a group that is opened, and takes it back', () => {
    const graph = arranged(built('two-tower'), around);
    const folded = drawingOf(graph, around);
    const opened = drawingOf(graph, { ...around, opened: ['run:user-mlp'] });
    const [low, high] = [opened.layout.places.get('user-dropout')!, opened.layout.places.get('user-mlp')!];
    expect(low.y).toBeGreaterThan(high.y + high.height);
    const base = opened.layout.places.get('user-base')!;
    expect(base.y).toBeGreaterThanOrEqual(low.y + low.height);
    expect(base.y).toBeGreaterThan(folded.layout.places.get('user-base')!.y);
    expect(atOf(folded.layout.places.get('user-base')!)).toEqual(graph.nodes.find(({ id }) => id === 'user-base')!.at);
  });

  it('is left to the board again', () => {
    const graph = arranged(built('sdm'), around);
    expect(laidOut(graph).arranged).toBeUndefined();
    expect(drawingOf(laidOut(graph), around).layout.places).toEqual(drawingOf(built('sdm'), around).layout.places);
  });
});

it.each([...presets.keys()])('%s: shows every node where every group is open', (id) => {
  const graph = built(id);
  const { nodes } = drawingOf(graph, { ...around, opened: everyGroup(graph, around) });
  expect([...nodes.keys()]).toEqual(graph.nodes.map((node) => node.id));
});

describe('a folded group', () => {
  it.each(LANGUAGES)('is called by what it holds (%s)', (language) => {
    const speech = speak(language);
    const { nodes } = drawingOf(built('parallel'), { ...around, speech });
    const channel = nodes.get('user-dcn')!;
    expect(channel.title).toContain(speech.words.blocks.dcn!.title);
    expect(channel.folded).toMatchObject({ kind: 'channel' });
    expect(channel.summary).toContain(speech.count(speech.words.board.blocks, channel.folded!.count));
  });
});
