import { describe, expect, it } from 'vitest';
import { setParam } from '../../model/document/graph-edits';
import { preset } from '../../model/presets/presets';
import type { DatasetSummary } from '../loading/describe-data';
import type { Lab } from '../protocol';
import type { StoredTowers } from '../towers/saved';
import { memoryTowers, type TowersStorage } from '../towers/storage';
import { schema } from '../towers/testing';
import { createViewStore } from './view';
import { createWorkbench } from './workbench';

const lab = {
  ask: () => Promise.reject(new Error('no lab')),
  on: () => () => undefined,
  dispose: () => undefined,
} as Lab;
const page = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

/** A page with SENet drawn, over a storage that is there before and after it. */
function open(towers: TowersStorage = memoryTowers()) {
  const bench = createWorkbench(lab, createViewStore(page, { asked: null, preferred: 'en' }), { towers });
  bench.data.setState({ summary: { schema, fields: schema.fields } as unknown as DatasetSummary });
  bench.graph.getState().open(preset('senet').build(schema));
  return { bench, towers };
}
const names = ({ bench }: ReturnType<typeof open>) => bench.towers.getState().saved.map(({ name }) => name);
const document = ({ bench }: ReturnType<typeof open>) => bench.graph.getState().document!;

describe('towers that are saved', () => {
  it('are there on the next page, with what they were made from; the drawing on screen stays as it is', async () => {
    const first = open();
    first.bench.graph.getState().setParam('user-mlp', 'widths', [9, 32]);
    first.bench.graph.getState().setSettings({ seed: 99 });
    const drawn = document(first);
    expect(await first.bench.saveTowers('Mine')).toBe('done');
    expect(document(first)).toBe(drawn);
    const next = open(first.towers);
    await next.bench.listTowers();
    expect(next.bench.towers.getState().saved).toMatchObject([
      {
        name: 'Mine',
        from: { base: { preset: 'senet' }, changes: { added: [], removed: [] } },
        towers: { settings: { seed: 99 }, graph: { title: 'Mine' } },
      },
    ]);
    next.bench.openTowers('Mine');
    expect(document(next)).toEqual({ ...drawn, graph: { ...drawn.graph, title: 'Mine' } });
    next.bench.graph.temporal.getState().undo();
    expect(document(next)).toEqual(preset('senet').build(schema));
  });

  it('say that nothing was changed where nothing was, and are compared with the run on screen where no preset drew them', async () => {
    const page = open();
    await page.bench.saveTowers('Whole');
    expect(page.bench.towers.getState().saved[0]!.from).toEqual({ base: { preset: 'senet' }, changes: null });
    page.bench.graph.getState().setSettings({ batch: 48 });
    await page.bench.saveTowers('Whole', true);
    expect(page.bench.towers.getState().saved[0]!.from).toMatchObject({ changes: { added: [], removed: [] } });
    page.bench.graph.temporal.getState().undo();
    const { madeFrom: _, ...graph } = document(page).graph;
    page.bench.graph.getState().replace({ ...document(page), graph });
    await page.bench.saveTowers('Alone');
    expect(page.bench.towers.getState().saved.find(({ name }) => name === 'Alone')!.from).toBeNull();
    page.bench.run.setState({
      trained: { ...document(page), graph: { ...setParam(graph, 'user-mlp', 'widths', [5]), title: 'Run 1' } },
    });
    await page.bench.saveTowers('After');
    expect(page.bench.towers.getState().saved.find(({ name }) => name === 'After')!.from).toEqual({
      base: { run: 'Run 1' },
      changes: { added: [], removed: [] },
    });
  });

  it('have names of their own: another is asked before anything is replaced or lost', async () => {
    const page = open();
    await page.bench.saveTowers('A');
    page.bench.graph.getState().setSettings({ seed: 5 });
    expect(await page.bench.saveTowers('A')).toBe('taken');
    expect(page.bench.towers.getState().saved[0]!.towers.settings.seed).not.toBe(5);
    expect(await page.bench.saveTowers('A', true)).toBe('done');
    expect(page.bench.towers.getState().saved[0]!.towers.settings.seed).toBe(5);
    await page.bench.saveTowers('B');
    expect(await page.bench.renameTowers('B', 'A')).toBe('taken');
    expect(names(page).toSorted()).toEqual(['A', 'B']);
    expect(await page.bench.renameTowers('B', 'C')).toBe('done');
    expect(names(page).toSorted()).toEqual(['A', 'C']);
    expect(page.bench.towers.getState().saved.find(({ name }) => name === 'C')!.towers.graph.title).toBe('C');
  });

  it('come back when they were deleted, beside others that have the name by then', async () => {
    const page = open();
    await page.bench.saveTowers('A');
    await page.bench.removeTowers('A');
    expect([names(page), page.bench.towers.getState().removed?.name]).toEqual([[], 'A']);
    await page.bench.saveTowers('A');
    await page.bench.putBackTowers();
    expect(names(page).toSorted()).toEqual(['A', 'A-2']);
    expect(page.bench.towers.getState().removed).toBeNull();
  });

  it('of a newer version or damaged are counted, not shown, and stay', async () => {
    const { bench, towers } = open();
    await bench.saveTowers('A');
    const [whole] = (await towers.list()) as StoredTowers[];
    await towers.save({ ...whole!, name: 'newer', towers: { ...(whole!.towers as object), version: 9 } }, false);
    await towers.save({ ...whole!, name: 'half', savedAt: 'yesterday' }, false);
    await bench.listTowers();
    expect(bench.towers.getState()).toMatchObject({ unreadable: 2, saved: [{ name: 'A' }] });
    expect(await towers.list()).toHaveLength(3);
  });

  it('open with blocks that are no more: what is wrong with a drawing is no reason to withhold it', async () => {
    const page = open();
    const { graph } = document(page);
    page.bench.graph
      .getState()
      .editGraph(() => ({ ...graph, nodes: graph.nodes.map((node) => ({ ...node, block: 'gone' })) }));
    await page.bench.saveTowers('Old');
    page.bench.openTowers('Old');
    expect(document(page).graph.nodes[0]!.block).toBe('gone');
  });
});

describe('a storage that fails', () => {
  it.each([
    ['QuotaExceededError', 'storage-full'],
    ['SecurityError', 'storage-refused'],
    ['TimeoutError', 'storage-silent'],
  ])('with %s is said until it does what it is asked, and loses nothing', async (name, code) => {
    let fails = true;
    const kept = memoryTowers();
    const failing =
      <A extends unknown[], T>(ask: (...given: A) => Promise<T>) =>
      (...given: A): Promise<T> =>
        fails ? Promise.reject(new DOMException('no', name)) : ask(...given);
    const page = open({
      list: failing(kept.list),
      save: failing(kept.save),
      rename: failing(kept.rename),
      remove: failing(kept.remove),
    });
    expect(await page.bench.saveTowers('A')).toBe('failed');
    expect(page.bench.towers.getState().unstored).toMatchObject({ code });
    expect(await page.bench.exportTowers().blob.text()).toContain('"tower-lab/towers"');
    fails = false;
    expect(await page.bench.saveTowers('A')).toBe('done');
    expect(page.bench.towers.getState().unstored).toBeNull();
    fails = true;
    await page.bench.removeTowers('A');
    expect([names(page), page.bench.towers.getState().removed]).toEqual([['A'], null]);
    expect(await page.bench.renameTowers('A', 'B')).toBe('failed');
    expect(names(page)).toEqual(['A']);
  });
});
