import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { removeNode } from '../../model/document/graph-edits';
import { createDataStore } from './data';
import { createGraphStore, sameDocument } from './graph';
import { createRunStore, PUBLISH_INTERVAL_MS, transport } from './run';
import { createViewStore } from './view';
import type { SeriesName } from '../runs/series';
import type { LogPreview } from '../loading/data-source';

const graph: TowerGraph = {
  format: 'tower-lab/graph',
  version: 1,
  kind: 'retrieval',
  title: 't',
  tables: [],
  nodes: [{ id: 'a', block: 'mlp', side: 'user', params: { widths: [8] }, at: [0, 0] }],
  edges: [],
};
const settings: Settings = {
  seed: 7,
  batch: 64,
  optimizers: [{ pattern: '*', rule: 'adam', learningRate: 0.001, weightDecay: 0 }],
  clipNorm: null,
  tablePrecision: 'float32',
  schedule: { kind: 'constant', warmup: 0 },
  stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 3 } }],
};

describe('the document', () => {
  it('takes back and brings again an edit of a parameter', () => {
    const store = createGraphStore();
    store.getState().open({ graph, settings });
    store.getState().setParam('a', 'widths', [16, 8]);
    store.temporal.getState().undo();
    expect(store.getState().document?.graph.nodes[0]?.params).toEqual({ widths: [8] });
    store.temporal.getState().redo();
    expect(store.getState().document?.graph.nodes[0]?.params).toEqual({ widths: [16, 8] });
  });

  it('does not undo into another document', () => {
    const store = createGraphStore();
    store.getState().open({ graph, settings });
    store.getState().setParam('a', 'widths', [16]);
    store.getState().open({ graph: { ...graph, title: 'imported' }, settings });
    store.temporal.getState().undo();
    expect(store.getState().document?.graph.title).toBe('imported');
  });

  it('undoes the choice of other towers like any edit', () => {
    const store = createGraphStore();
    store.getState().open({ graph, settings });
    store.getState().replace({ graph: { ...graph, title: 'chosen' }, settings });
    expect(store.getState().document?.graph.title).toBe('chosen');
    store.temporal.getState().undo();
    expect(store.getState().document?.graph.title).toBe('t');
  });

  it('takes an edit of the graph as one step, forgets the terms it removes, and brings both back', () => {
    const objective = {
      id: 'loss',
      block: 'in-batch-softmax',
      side: 'objective' as const,
      params: {},
      at: [0, 0] as [number, number],
    };
    const store = createGraphStore();
    store.getState().open({
      graph: { ...graph, nodes: [...graph.nodes, objective] },
      settings: { ...settings, stages: [{ ...settings.stages[0]!, terms: ['loss'] }] },
    });
    store.getState().editGraph((now) => removeNode(removeNode(now, 'loss'), 'a'));
    expect(store.getState().document).toMatchObject({ graph: { nodes: [] }, settings: { stages: [{ terms: ['*'] }] } });
    expect(store.temporal.getState().pastStates).toHaveLength(1);
    store.temporal.getState().undo();
    expect(store.getState().document).toMatchObject({
      graph: { nodes: [{ id: 'a' }, { id: 'loss' }] },
      settings: { stages: [{ terms: ['loss'] }] },
    });
  });

  it('takes an edit that changes nothing as no step', () => {
    const store = createGraphStore();
    store.getState().open({ graph, settings });
    store.getState().editGraph((now) => ({ ...now }));
    expect(store.temporal.getState().pastStates).toEqual([]);
  });

  it('remembers what was opened, whatever is drawn after', () => {
    const store = createGraphStore();
    store.getState().open({ graph, settings });
    store.getState().editGraph((now) => removeNode(now, 'a'));
    expect(store.getState().opened?.graph).toBe(graph);
    store.getState().open({ graph: { ...graph, title: 'imported' }, settings });
    expect(store.getState().opened?.graph.title).toBe('imported');
  });

  it('leaves the edited document and its parts untouched', () => {
    const store = createGraphStore();
    const document = { graph, settings };
    store.getState().open(document);
    store.getState().setOptimizer(0, { learningRate: 0.5 });
    store.getState().setUntil(0, { steps: 9 });
    expect(document.settings.optimizers[0]?.learningRate).toBe(0.001);
    expect(store.getState().document?.settings).toMatchObject({
      optimizers: [{ learningRate: 0.5 }],
      stages: [{ until: { steps: 9 } }],
    });
  });

  it('has stages that are added, named, ended and removed, each of which can be undone', () => {
    const store = createGraphStore();
    store.getState().open({ graph, settings });
    store.getState().addStage();
    store.getState().setTerms(1, ['hard']);
    store.getState().setUntil(1, { epochs: 2 });
    expect(store.getState().document?.settings.stages).toEqual([
      ...settings.stages,
      { terms: ['hard'], trainable: ['*'], until: { epochs: 2 } },
    ]);
    store.getState().removeStage(0);
    expect(store.getState().document?.settings.stages).toEqual([
      { terms: ['hard'], trainable: ['*'], until: { epochs: 2 } },
    ]);
    for (let n = 0; n < 4; n++) store.temporal.getState().undo();
    expect(store.getState().document?.settings).toEqual(settings);
  });

  it('is the same again once a change is typed back', () => {
    const store = createGraphStore();
    store.getState().open({ graph, settings });
    store.getState().setSettings({ seed: 8 });
    expect(sameDocument(store.getState().document, { graph, settings })).toBe(false);
    store.getState().setSettings({ seed: 7 });
    expect(sameDocument(store.getState().document, { graph, settings })).toBe(true);
  });
});

describe('column roles', () => {
  const preview = {
    log: {},
    items: null,
    users: null,
    roles: {
      log: [
        { column: 'x', role: 'user' },
        { column: 'y', role: 'item' },
        { column: 'z', role: 'context' },
      ],
      items: [
        { column: 'i', role: 'id' },
        { column: 'j', role: 'field' },
      ],
      users: null,
    },
  } as unknown as LogPreview;

  it('takes the user role away from the column that had it', () => {
    const store = createDataStore();
    store.getState().showPreview(preview);
    store.getState().setLogColumn('z', { role: 'user' });
    expect(store.getState().roles?.log.map(({ role }) => role)).toEqual(['ignore', 'item', 'user']);
  });

  it('lets several columns be context fields', () => {
    const store = createDataStore();
    store.getState().showPreview(preview);
    store.getState().setLogColumn('y', { role: 'context' });
    expect(store.getState().roles?.log.map(({ role }) => role)).toEqual(['user', 'context', 'context']);
  });

  it('has one id in a table', () => {
    const store = createDataStore();
    store.getState().showPreview(preview);
    store.getState().setTableColumn('items', 'j', { role: 'id' });
    expect(store.getState().roles?.items?.map(({ role }) => role)).toEqual(['ignore', 'id']);
  });

  it('keeps corrected roles when another table is added, and forgets them with their file', () => {
    const store = createDataStore();
    store.getState().showPreview(preview);
    store.getState().setTableColumn('items', 'j', { role: 'id' });
    const said = store.getState().roles;
    store.getState().setFile('users', new File(['a'], 'users.csv'));
    store.getState().showPreview(preview);
    expect(store.getState().roles?.items).toEqual(said?.items);
    store.getState().setFile('items', new File(['b'], 'other.csv'));
    expect(store.getState().roles?.items).toBeNull();
    store.getState().showPreview(preview);
    expect(store.getState().roles).toEqual(preview.roles);
    store.getState().setFile('log', new File(['c'], 'log.csv'));
    expect(store.getState()).toMatchObject({ preview: null, roles: null });
  });

  it('forgets what was said of the dialect of a file that is replaced', () => {
    const store = createDataStore();
    store.getState().setDialect('log', { delimiter: ';' });
    store.getState().setFile('log', new File(['a'], 'a.csv'));
    expect(store.getState().dialects.log).toBeUndefined();
  });
});

describe('the run', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('renews its curves at most four times a second and loses no point', () => {
    const run = createRunStore();
    let renewals = 0;
    run.subscribe((now, before) => {
      if (now.curves !== before.curves) renewals++;
    });
    for (let i = 0; i < 100; i++) {
      run.append([{ name: 'loss', steps: Float64Array.of(i), values: Float64Array.of(i / 10) }]);
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(PUBLISH_INTERVAL_MS);
    expect(renewals).toBeLessThanOrEqual(6);
    expect(run.points('loss')?.steps.length).toBe(100);
    expect(run.getState().curves.loss?.values.at(-1)).toBe(9.9);
  });

  it('renews only the curves that have grown, and all of them where the run went back', () => {
    const run = createRunStore();
    const point = (name: SeriesName, step: number, value: number) => ({
      name,
      steps: Float64Array.of(step),
      values: Float64Array.of(value),
    });
    const publish = () => {
      vi.advanceTimersByTime(PUBLISH_INTERVAL_MS);
      return run.getState().curves;
    };
    run.append([point('loss', 1, 4), point('loss', 2, 3), point('gate/0/mean', 1, 1)]);
    const first = publish();
    run.append([point('loss', 3, 2)]);
    const second = publish();
    expect(second['gate/0/mean']).toBe(first['gate/0/mean']);
    expect(second.loss?.values).toEqual([4, 3, 2]);
    // As many points as before, and not the same.
    run.goBack({ step: 2 });
    run.append([point('loss', 3, 9)]);
    expect(publish().loss?.values).toEqual([4, 3, 9]);
  });

  it('begins anew without the points, the result and the failure of the run before', () => {
    const run = createRunStore();
    run.append([{ name: 'loss', steps: Float64Array.of(1), values: Float64Array.of(2) }]);
    run.begin({ graph, settings });
    vi.advanceTimersByTime(PUBLISH_INTERVAL_MS * 2);
    expect(run.getState().curves).toEqual({});
    expect(run.points('loss')).toBeNull();
  });

  it('derives the buttons from the phase', () => {
    const rest = { stop: false, anew: false };
    expect(transport('idle', true)).toEqual({ main: 'start', mainEnabled: true, step: true, ...rest });
    expect(transport('idle', false)).toEqual({ main: 'start', mainEnabled: false, step: false, ...rest });
    const runs = { stop: true, anew: false };
    expect(transport('training', true)).toEqual({ main: 'pause', mainEnabled: true, step: false, ...runs });
    expect(transport('paused', true)).toEqual({ main: 'resume', mainEnabled: true, step: true, ...runs });
    expect(transport('done', true, true)).toMatchObject({ main: 'continue', mainEnabled: true, anew: true });
    expect(transport('done', true, false)).toMatchObject({ main: 'start', anew: false });
    expect(transport('done', false, true)).toMatchObject({ mainEnabled: false, anew: false });
    expect(transport('compiling', true)).toMatchObject({ mainEnabled: false, stop: true });
    expect(transport('stopping', true)).toMatchObject({ mainEnabled: false, step: false, stop: false });
  });
});

describe('the view', () => {
  const storage = (stored: Record<string, string> = {}) => ({
    stored,
    getItem: (key: string) => stored[key] ?? null,
    setItem: (key: string, value: string) => void (stored[key] = value),
    removeItem: (key: string) => void delete stored[key],
  });

  it('remembers language and theme over a reload, but not the selection', () => {
    const kept = storage();
    const first = createViewStore(kept, { asked: null, preferred: 'en' });
    first.setState({ language: 'zh', theme: 'dark', selected: 'a' });
    const second = createViewStore(kept, { asked: null, preferred: 'en' });
    expect(second.getState()).toMatchObject({ language: 'zh', theme: 'dark', selected: null });
  });

  it('follows ?lang= before what was stored', () => {
    const kept = storage();
    createViewStore(kept, { asked: null, preferred: 'en' }).setState({ language: 'zh' });
    expect(createViewStore(kept, { asked: 'en', preferred: 'zh' }).getState().language).toBe('en');
  });

  it('begins with the first run, remembers how far it came, and has none for whoever knew the page before', () => {
    const kept = storage();
    const at = () => createViewStore(kept, { asked: null, preferred: 'en' }).getState().coach;
    expect(at()).toBe(0);
    createViewStore(kept, { asked: null, preferred: 'en' }).setState({ coach: 2 });
    expect(at()).toBe(2);
    createViewStore(kept, { asked: null, preferred: 'en' }).setState({ coach: null });
    expect(at()).toBeNull();
    kept.stored['tower-lab/view'] = JSON.stringify({ state: { language: 'en' }, version: 1 });
    expect(at()).toBeNull();
  });

  it('ignores stored values it does not understand', () => {
    const kept = storage({
      'tower-lab/view': JSON.stringify({ state: { language: 8, theme: 7, tab: 'result' }, version: 1 }),
    });
    expect(createViewStore(kept, { asked: null, preferred: 'en' }).getState()).toMatchObject({
      language: 'en',
      theme: 'system',
      tab: 'result',
    });
  });
});
