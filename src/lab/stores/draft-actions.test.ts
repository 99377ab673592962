import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setParam } from '../../model/document/graph-edits';
import { preset } from '../../model/presets/presets';
import type { DatasetSummary } from '../loading/describe-data';
import type { Lab } from '../protocol';
import { readDraft } from '../towers/draft';
import type { DraftStorage, LeftDraft } from '../towers/draft-storage';
import { linkTo } from '../towers/link';
import { memoryTowers } from '../towers/storage';
import { schema, towersFrom } from '../towers/testing';
import { KEPT_WITHIN_MS } from './draft-keeping';
import { createViewStore } from './view';
import { createWorkbench, FIRST_WORLD, type Workbench } from './workbench';

const page = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const summary = { name: 'x', fingerprint: 'f', schema, fields: schema.fields };
const trained = preset('senet').build(schema);
const teashop = { id: 'teashop', events: 2000, seed: 3 };

/** What a tab has kept, over its pages. */
interface Kept {
  own: string | null;
  left: LeftDraft[];
}
const storageOf = (kept: Kept, refuses = false): DraftStorage => ({
  begin: async () => kept.own,
  keep(text) {
    if (refuses) throw new DOMException('no', 'SecurityError');
    kept.own = text;
  },
  leave() {
    kept.left.push({ id: `left ${kept.left.length}`, text: kept.own! });
    kept.own = null;
  },
  left: async () => kept.left,
  remove: (id) => void (kept.left = kept.left.filter((own) => own.id !== id)),
});

/** A page of the tab, which has a run to go on with, or none. */
function open(kept: Kept, { run = false, refuses = false, towers = memoryTowers() } = {}) {
  const heard = new Map<string, (event: unknown) => void>();
  const loads: object[] = [];
  const answers: Record<string, unknown> = {
    open: { reason: null },
    worlds: [{ id: 'bookshop' }, { id: 'teashop' }],
    runs: { runs: [] },
    load: summary,
    restore: run
      ? {
          run: { id: 'r', ...trained, data: { source: null, fingerprint: 'f' }, baselines: {}, result: null },
          series: [],
          progress: { phase: 'done', step: 3 },
          dataset: summary,
          lacks: null,
        }
      : null,
  };
  const lab = {
    ask: async (command: string, ask: unknown) => {
      if (command === 'load') loads.push((ask as { source: object }).source);
      return answers[command];
    },
    on: (type: string, listener: (event: unknown) => void) => (heard.set(type, listener), () => undefined),
    dispose: () => undefined,
  } as unknown as Lab;
  let own: string | null | undefined = run ? 'r' : undefined;
  const tab = {
    get own() {
      return own;
    },
    remember: (id: string | null) => void (own = id),
  };
  const bench = createWorkbench(lab, createViewStore(page, { asked: null, preferred: 'en' }), {
    tab,
    towers,
    drafts: storageOf(kept, refuses),
  });
  return { bench, loads, hear: (type: string, event: unknown) => heard.get(type)!(event) };
}
const document = (bench: Workbench) => bench.graph.getState().document!;
const undo = (bench: Workbench) => bench.graph.temporal.getState().undo();
const widen = (bench: Workbench, width = 9) =>
  bench.graph.getState().editGraph((graph) => setParam(graph, 'user-mlp', 'widths', [width, 32]));
const soon = () => vi.advanceTimersByTime(KEPT_WITHIN_MS);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a drawing that was not saved', () => {
  it('is kept soon after an edit, and goes where it is an untouched preset again', async () => {
    const kept: Kept = { own: null, left: [] };
    const { bench } = open(kept);
    await bench.boot();
    soon();
    expect(kept.own, 'of a preset nothing is kept').toBeNull();
    widen(bench);
    expect(kept.own).toBeNull();
    soon();
    expect(readDraft(kept.own!)).toMatchObject({
      from: { base: { preset: 'two-tower' } },
      shown: { world: FIRST_WORLD, towers: { graph: document(bench).graph } },
    });
    undo(bench);
    soon();
    expect(kept.own).toBeNull();
  });

  it('is back with its world, its panel and its time; one undo gives the preset that it began as', async () => {
    const kept: Kept = { own: null, left: [] };
    vi.setSystemTime('2026-03-04T05:06:07Z');
    const first = open(kept);
    await first.bench.boot();
    first.bench.data.setState({ source: { kind: 'world', ...teashop } });
    first.bench.view.setState({ tab: 'inside' });
    first.bench.graph.getState().replace(trained);
    widen(first.bench);
    first.bench.keepDraft();
    const drawn = document(first.bench);

    vi.setSystemTime('2026-03-04T08:00:00Z');
    const { bench, loads } = open(kept);
    await bench.boot();
    expect(loads).toEqual([{ kind: 'world', ...teashop }]);
    expect(document(bench)).toEqual(drawn);
    expect(bench.view.getState().tab).toBe('inside');
    expect(bench.drafts.getState()).toEqual({ offered: [], restored: '2026-03-04T05:06:07.000Z', unstored: null });
    expect(readDraft(kept.own!).savedAt, 'nothing was drawn since').toBe('2026-03-04T05:06:07.000Z');
    undo(bench);
    expect(document(bench)).toEqual(trained);
    expect(bench.graph.temporal.getState().pastStates).toEqual([]);
  });

  it('is not touched by a page that goes before it is up', async () => {
    const kept: Kept = { own: 'drawn', left: [] };
    const { bench } = open(kept);
    bench.data.setState({ summary: summary as unknown as DatasetSummary });
    bench.graph.getState().open(preset('two-tower').build(schema));
    bench.keepDraft();
    expect(kept.own).toBe('drawn');
  });

  it('comes back over the run of its tab; what the run has is kept by the run alone', async () => {
    const kept: Kept = { own: null, left: [] };
    const first = open(kept, { run: true });
    await first.bench.boot();
    expect(kept.own).toBeNull();
    widen(first.bench);
    soon();
    const { bench } = open(kept, { run: true });
    await bench.boot();
    expect(document(bench)).toEqual(document(first.bench));
    undo(bench);
    expect(document(bench)).toEqual(trained);
    soon();
    expect(kept.own).toBeNull();
  });

  it('is kept until the run that trains it has a checkpoint', async () => {
    const kept: Kept = { own: null, left: [] };
    const { bench, hear } = open(kept);
    await bench.boot();
    widen(bench);
    await bench.start();
    hear('run', { id: 'new', status: 'running' });
    hear('own', { run: 'new', checkpoint: false });
    bench.keepDraft();
    expect(kept.own).not.toBeNull();
    hear('own', { run: 'new', checkpoint: true });
    expect(kept.own).toBeNull();
  });

  it('goes when it is saved, and is there again when what was saved is deleted', async () => {
    const kept: Kept = { own: null, left: [] };
    const { bench } = open(kept);
    await bench.boot();
    widen(bench);
    soon();
    expect(await bench.saveTowers('Mine')).toBe('done');
    soon();
    expect(kept.own).toBeNull();
    await bench.removeTowers('Mine');
    soon();
    expect(kept.own).not.toBeNull();
  });

  it('gives way to a share link, which does not cost it', async () => {
    const kept: Kept = { own: null, left: [] };
    const first = open(kept);
    await first.bench.boot();
    widen(first.bench);
    soon();
    const { bench } = open(kept);
    const towers = towersFrom('classic');
    await bench.boot(await linkTo({ towers, world: teashop, tab: 'data' }));
    expect(document(bench).graph).toEqual(towers.graph);
    bench.openDraft(bench.drafts.getState().offered[0]!.id);
    expect(document(bench)).toEqual(document(first.bench));
    expect(kept.left).toEqual([]);
    undo(bench);
    expect(document(bench).graph).toEqual(towers.graph);
  });

  it('that cannot be read is not opened and not overwritten, and says why', async () => {
    const kept: Kept = { own: '{"savedAt":', left: [] };
    const { bench } = open(kept);
    await bench.boot();
    expect(document(bench)).toEqual(preset('two-tower').build(schema));
    widen(bench);
    soon();
    expect(kept.left).toEqual([{ id: 'left 0', text: '{"savedAt":' }]);
    expect(bench.drafts.getState().offered).toMatchObject([{ id: 'left 0', refused: { code: 'towers' } }]);
    bench.openDraft('left 0');
    bench.discardDraft('left 0');
    expect([kept.left, bench.drafts.getState().offered]).toEqual([[], []]);
  });

  it('of a tab that is gone is offered, the newest first', async () => {
    const kept: Kept = { own: null, left: [] };
    const { bench: old } = open(kept);
    await old.boot();
    const texts = [3, 5, 4].map((hour) => {
      vi.setSystemTime(`2026-03-04T0${hour}:00:00Z`);
      widen(old, hour);
      old.keepDraft();
      return kept.own!;
    });
    const { bench } = open({ own: null, left: texts.map((text, at) => ({ id: `${at}`, text })) });
    await bench.boot();
    expect(bench.drafts.getState().offered.map(({ id }) => id)).toEqual(['1', '2', '0']);
  });

  it('that the browser does not keep is said while it is one; everything else goes on', async () => {
    const { bench } = open({ own: null, left: [{ id: 'a', text: '' }] }, { refuses: true });
    await bench.boot();
    expect(bench.drafts.getState().unstored, 'a preset needs no storage').toBeNull();
    widen(bench);
    soon();
    expect(bench.drafts.getState().unstored).toMatchObject({ code: 'storage-refused' });
    undo(bench);
    soon();
    expect(bench.drafts.getState().unstored).toBeNull();
  });
});
