import { describe, expect, it } from 'vitest';
import { preset } from '../../model/presets/presets';
import { speak } from '../../words/words';
import { drawingOf } from '../board/drawing';
import { targetsFor } from '../editor/targets';
import type { Thing } from '../editor/things';
import { schema, summary } from '../testing';
import { shapesOf, targetAt } from './shapes';

const { graph } = preset('parallel').build(schema);
const drawing = drawingOf(graph, { summary, speech: speak('en'), opened: [] });
const at = (thing: Thing, x: number, y: number) =>
  targetAt(shapesOf(targetsFor({ graph, fields: schema.fields }, thing), drawing), thing, { x, y }, 1);

describe('what the pointer means', () => {
  it('is the edge that it is on, also where a strip beside a channel is nearer', () => {
    const mlp: Thing = { kind: 'block', block: 'mlp' };
    const shown = shapesOf(targetsFor({ graph, fields: schema.fields }, mlp), drawing);
    const edge = shown.find(
      ({ verdict }) => verdict.legal && verdict.target.kind === 'edge' && verdict.target.edge.to.node === 'match',
    )!;
    const path = 'path' in edge.shape ? edge.shape.path : [];
    const { x, y } = path[Math.floor(path.length / 2)]!;
    const strip = { verdict: shown.find(({ verdict }) => verdict.target.kind === 'beside')!.verdict };
    const over = { ...strip, shape: { box: { x: x - 20, y: y - 20, width: 40, height: 40 } } };
    expect(targetAt([over, ...shown], mlp, { x: x + 2, y }, 1)).toEqual(edge.verdict.target);
    expect(targetAt([over], mlp, { x: x + 2, y }, 1)).toEqual(strip.verdict.target);
  });

  it('is the ground of a tower where nothing else is near, with the point at which a node is held by its middle', () => {
    const { x, y, width, height } = drawing.layout.lanes.item;
    const spot = at({ kind: 'block', block: 'mlp' }, x + width - 3, y + height - 3);
    expect(spot).toEqual({ kind: 'ground', side: 'item', at: [x + width - 3, y + height - 30] });
  });

  it('cuts an edge whose end is over nothing, and is nothing for any other thing there', () => {
    const edge = graph.edges.find(({ to }) => to.node === 'match')!;
    expect(at({ kind: 'edge-end', edge, end: 'to' }, -5000, 5000)).toEqual({ kind: 'void' });
    expect(at({ kind: 'input', to: edge.to }, -5000, 5000)).toBeNull();
  });

  it('is met at the fold for a port of what is folded away', () => {
    const hidden = [...drawing.hiddenIn].find(([id]) => id.endsWith('-dropout'))!;
    const place = drawing.layout.places.get(hidden[1])!;
    const from = { node: 'user-concat', output: 'vector' };
    const verdicts = targetsFor({ graph, fields: schema.fields }, { kind: 'output', from });
    const port = shapesOf(verdicts, drawing).find(
      ({ verdict: { target } }) => target.kind === 'input' && target.to.node === hidden[0],
    )!;
    expect(port.shape).toEqual({ path: [{ x: place.x + place.width / 2, y: place.y + place.height }] });
  });
});
