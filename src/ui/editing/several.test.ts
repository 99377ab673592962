/** Edits that the screen makes, as steps of the history with their sentences. */
import { describe, expect, it } from 'vitest';
import type { TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import { preset } from '../../model/presets/presets';
import { schema, silentBench, summary } from '../testing';
import { drawingOf } from '../board/drawing';
import { surroundingsOf } from '../board/surroundings';
import { editsOf } from './edits';

// Focus goes to what is drawn, and nothing is.
Object.assign(globalThis, { requestAnimationFrame: () => 0 });

function opened() {
  const bench = silentBench();
  bench.graph.getState().open(preset('two-tower').build(schema, { width: 8 }));
  bench.data.setState({ summary });
  const now = (): TowerGraph => bench.graph.getState().document!.graph;
  const said = () => bench.view.getState().notice;
  return { bench, edits: editsOf(bench), now, said, before: now() };
}

describe('a drop', () => {
  it('is one step, said in both languages, and its node is selected', () => {
    const { bench, edits, now, said, before } = opened();
    const edge = before.edges.find(({ to }) => to.node === 'item-mlp')!;
    expect(edits.drop({ kind: 'block', block: 'dropout' }, { kind: 'edge', edge })).toBe(true);
    expect(nodeById(now(), 'item-dropout-2')).toBeDefined();
    expect(said()).toEqual({
      text: {
        en: 'Dropout (item-dropout-2) added and connected.',
        zh: '已添加并连好随机失活（item-dropout-2）。',
      },
      undo: true,
    });
    expect(bench.view.getState().selected).toBe('item-dropout-2');
    edits.undo();
    expect(now()).toEqual(before);
  });

  it('that is refused changes nothing and says why', () => {
    const { bench, edits, now, said, before } = opened();
    const from = { node: 'item-mlp', output: 'vector' };
    expect(edits.drop({ kind: 'output', from }, { kind: 'input', to: { node: 'item-dropout', input: 'vector' } })).toBe(
      false,
    );
    expect([now(), bench.graph.temporal.getState().pastStates]).toEqual([before, []]);
    expect([said()?.text['en'], said()?.undo]).toEqual([
      'This would close a circle: MLP (item-mlp) already depends on Dropout (item-dropout).',
      false,
    ]);
  });
});

describe('several nodes', () => {
  it('are picked until another one is selected', () => {
    const { bench, edits, said } = opened();
    edits.pick(['item-mlp', 'item-mix']);
    expect([bench.view.getState().picked, said()?.text['en']]).toEqual([['item-mlp', 'item-mix'], '2 nodes selected.']);
    bench.view.setState({ selected: 'match' });
    expect(bench.view.getState().picked).toEqual([]);
  });

  it('are removed, duplicated and pasted in one step each', () => {
    const { bench, edits, now, said, before } = opened();
    const steps = () => bench.graph.temporal.getState().pastStates.length;
    edits.removeAll(['item-dropout', 'item-mlp'], true);
    expect([now().nodes.length - before.nodes.length, steps(), said()?.text['en']]).toEqual([
      -2,
      1,
      '2 nodes removed and reconnected.',
    ]);
    expect(
      now()
        .edges.filter(({ to }) => to.node === 'item-mix')
        .map(({ from }) => from.node),
    ).toEqual(['item-base', 'item-base']);
    edits.undo();
    edits.duplicateAll(['item-dropout', 'item-mlp'], false);
    expect([steps(), bench.view.getState().picked]).toEqual([1, ['item-dropout-2', 'item-mlp-2']]);
    expect(now().edges).toContainEqual({
      from: { node: 'item-dropout-2', output: 'vector' },
      to: { node: 'item-mlp-2', input: 'vector' },
    });
    edits.undo();
    const text = edits.textOf(['item-id']);
    edits.cutOut(['item-id']);
    edits.paste(text);
    expect([steps(), said()?.text['en']]).toEqual([2, '1 node pasted.']);
    edits.undo();
    edits.undo();
    expect(now()).toEqual(before);
    edits.paste('anything else');
    expect([now(), said()?.undo]).toEqual([before, false]);
  });

  it('are told of fields that the data do not have', () => {
    const { bench, edits, said } = opened();
    const text = edits.textOf(['item-id']).replaceAll('"field":"item id"', '"field":"isbn"');
    bench.view.setState({ notice: null });
    edits.paste(text);
    expect(said()?.text['en']).toBe('1 node pasted. The data has no field isbn.');
  });

  it('are moved together, one step a time, with what is folded away in them', () => {
    const { bench, edits, now, said } = opened();
    edits.shift(['match'], [0, 20]);
    const drawn = now();
    const at = (id: string) => nodeById(now(), id)!.at;
    edits.shift(['item-mix', 'item-id'], [20, -20]);
    // The MLP of a tower and its dropout are drawn as one.
    const { hiddenIn } = drawingOf(drawn, surroundingsOf(bench));
    const [hidden, top] = [...hiddenIn].find(([id]) => nodeById(drawn, id)!.side === 'item')!;
    edits.shift([top], [0, 20]);
    const moved = new Map([
      ['item-mix', [20, -20]],
      ['item-id', [20, -20]],
      [top, [0, 20]],
      [hidden, [0, 20]],
    ]);
    for (const node of drawn.nodes) {
      const [dx, dy] = moved.get(node.id) ?? [0, 0];
      expect(at(node.id), node.id).toEqual([node.at[0] + dx!, node.at[1] + dy!]);
    }
    expect([bench.graph.temporal.getState().pastStates.length, said()?.text['en']]).toEqual([3, '2 nodes moved.']);
    edits.undo();
    edits.undo();
    expect(now()).toEqual(drawn);
  });
});

describe('the board after an edit', () => {
  it('keeps its nodes where it had drawn them, and in sight what was in sight and what is new', () => {
    const { bench, edits, now, before } = opened();
    const drawn = () => drawingOf(now(), surroundingsOf(bench));
    const [places, hidden] = [drawn().layout.places, drawn().hiddenIn];
    expect(before.arranged).toBeUndefined();
    // Between two blocks it makes a longer run of them.
    const edge = before.edges.find(({ from, to }) => from.node === 'item-mlp' && to.node === 'item-mix')!;
    edits.drop({ kind: 'block', block: 'dropout' }, { kind: 'edge', edge });
    expect(now().arranged).toBe(true);
    const after = drawn();
    expect(after.nodes.has('item-dropout-2')).toBe(true);
    for (const [id, { x, y }] of places) {
      if (hidden.has(id)) continue;
      const place = after.layout.places.get(id)!;
      expect(Math.abs(place.x - x), id).toBeLessThanOrEqual(1);
      // What was opened beside it may have made room below.
      expect(place.y, id).toBeGreaterThanOrEqual(Math.floor(y));
    }
  });
});
