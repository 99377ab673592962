/**
 * For tests: a lab in Node on the real device, over a world small enough that a run takes seconds, and ears for what it
 * says.
 */
import { nodeGpu } from '../engine/node-gpu';
import { graphFormat } from '../model/formats/graph/format';
import type { Settings, TowerGraph } from '../model/document/graph';
import { countHere } from './rankers/both-parts';
import type { Events, Lab } from './protocol';
import { type LabOptions, type LocalLab, createLab } from './host';
import { memoryStorage } from './runs/storage';
import type { LabFailure } from './failure';
import type { ExportedFile } from './transfer/exported-file';
import type { Phase } from './progress';

/** The text of a file that the lab exports. */
export const textOf = async (exported: Promise<ExportedFile>): Promise<string> => (await exported).blob.text();

export const SMALL_WORLD = { kind: 'world', id: 'bookshop', events: 1000, seed: 3 } as const;

export interface Heard {
  lab: LocalLab;
  phases: Phase[];
  progress: Events['progress'][];
  results: Events['result'][];
  failures: LabFailure[];
  unsaved: LabFailure[];
  recovered: Events['recovered'][];
  continued: Events['continued'][];
  devices: Events['device'][];
  baselines: Events['baselines'][];
  counting: Events['counting'][];
  /** Values of a series in the order of its steps, the last word for a step counting. */
  series(name: string): number[];
  /** As if nothing had been said yet, failures apart. */
  forget(): void;
  /** Resolves when the lab says something for which `test` is true; at once where it holds already. */
  until(test: () => boolean): Promise<void>;
}

/** A lab that keeps what it says. */
export function listen(options: Partial<LabOptions> = {}): Heard {
  const lab = createLab({
    gpu: nodeGpu,
    storage: memoryStorage(),
    baselines: countHere,
    eagerBaselines: false,
    ...options,
  });
  const points = new Map<string, Map<number, number>>();
  const waiting = new Set<() => void>();
  const heard: Heard = {
    lab,
    phases: [],
    progress: [],
    results: [],
    failures: [],
    unsaved: [],
    recovered: [],
    continued: [],
    devices: [],
    baselines: [],
    counting: [],
    forget() {
      for (const list of [
        heard.phases,
        heard.progress,
        heard.results,
        heard.recovered,
        heard.continued,
        heard.devices,
        heard.baselines,
        heard.counting,
      ])
        list.length = 0;
      points.clear();
    },
    series: (name) => [...(points.get(name) ?? [])].sort(([a], [b]) => a - b).map(([, value]) => value),
    until: (test) =>
      new Promise((resolve) => {
        const look = () => {
          if (!test()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
  const keep = <K extends keyof Events>(type: K, take: (event: Events[K]) => void): void => {
    lab.on(type, (event) => {
      take(event);
      for (const look of waiting) look();
    });
  };
  keep('progress', (progress) => {
    heard.progress.push(progress);
    if (heard.phases.at(-1) !== progress.phase) heard.phases.push(progress.phase);
  });
  keep('series', ({ chunks }) => {
    for (const { name, steps, values } of chunks) {
      const curve = points.get(name) ?? new Map<number, number>();
      points.set(name, curve);
      steps.forEach((step, i) => curve.set(step, values[i] ?? Number.NaN));
    }
  });
  keep('result', (result) => heard.results.push(result));
  keep('failed', (failure) => heard.failures.push(failure));
  keep('unsaved', (failure) => void (failure && heard.unsaved.push(failure)));
  keep('recovered', (recovered) => heard.recovered.push(recovered));
  keep('continued', (continued) => heard.continued.push(continued));
  keep('baselines', (baselines) => heard.baselines.push(baselines));
  keep('counting', (counting) => heard.counting.push(counting));
  keep('device', (device) => heard.devices.push(device));
  return heard;
}

export interface Document {
  graph: TowerGraph;
  settings: Settings;
}

/** The first preset for the loaded data, narrow and with small batches, ended after `steps`. */
export async function smallDocument(lab: Lab, steps: number, change: Partial<Settings> = {}): Promise<Document> {
  const { graph, settings } = await lab.ask('preset', { id: 'two-tower', width: 8 });
  return {
    graph,
    settings: { ...settings, batch: 32, stages: [{ terms: ['*'], trainable: ['*'], until: { steps } }], ...change },
  };
}

/**
 * The fewest blocks that train and retrieve (few kernels to compile): pooled history and id against the item's id, 4
 * numbers each.
 */
export function plainDocument(steps: number, change: Partial<Settings> = {}): Document {
  const graph: TowerGraph = {
    ...graphFormat.header,
    kind: 'retrieval',
    title: 'Plain',
    tables: [
      { id: 'users', field: 'user id', width: 4 },
      { id: 'items', field: 'item id', width: 4 },
    ],
    nodes: [
      {
        id: 'history',
        block: 'history',
        side: 'user',
        params: { tables: ['items'], length: 8, dropout: 0.3 },
        at: [0, 3],
      },
      { id: 'pooled', block: 'pool', side: 'user', params: { by: 'mean' }, at: [0, 2] },
      { id: 'user', block: 'fields', side: 'user', params: { tables: ['users'] }, at: [1, 3] },
      { id: 'user-vector', block: 'concat', side: 'user', params: {}, at: [1, 2] },
      { id: 'both', block: 'mix', side: 'user', params: { scale: 0.5, learnt: true }, at: [0, 1] },
      { id: 'item', block: 'fields', side: 'item', params: { tables: ['items'] }, at: [2, 3] },
      { id: 'item-vector', block: 'concat', side: 'item', params: {}, at: [2, 2] },
      { id: 'match', block: 'match', side: 'match', params: { score: 'cosine', temperature: 0.1 }, at: [1, 1] },
      { id: 'softmax', block: 'in-batch-softmax', side: 'objective', params: {}, at: [1, 0] },
    ],
    edges: [
      ['history.sequence', 'pooled.sequence'],
      ['user.fields', 'user-vector.parts'],
      ['pooled.vector', 'both.a'],
      ['user-vector.vector', 'both.b'],
      ['item.fields', 'item-vector.parts'],
      ['both.vector', 'match.user'],
      ['item-vector.vector', 'match.item'],
      ['match.pairing', 'softmax.pairing'],
    ].map(([from, to]) => ({ from: place(from, 'output'), to: place(to, 'input') })),
  };
  return {
    graph,
    settings: {
      seed: 5,
      batch: 32,
      optimizers: [{ pattern: '*', rule: 'lazy-adam', learningRate: 0.01, weightDecay: 0 }],
      clipNorm: null,
      tablePrecision: 'float32',
      schedule: { kind: 'constant', warmup: 0 },
      stages: [{ terms: ['*'], trainable: ['*'], until: { steps } }],
      ...change,
    },
  };
}

/** Its loss is no number any more after a few steps. */
export function divergingDocument(): Document {
  const { graph, settings } = plainDocument(2000, {
    optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 10, weightDecay: 0 }],
  });
  const nodes = graph.nodes.map((node) =>
    node.id === 'match' ? { ...node, params: { ...node.params, score: 'inner', temperature: 0.01 } } : node,
  );
  return { settings, graph: { ...graph, nodes } };
}

/** Without the history: for logs without times. */
export function withoutHistory({ graph, settings }: Document): Document {
  const gone = ['history', 'pooled', 'both'];
  const edges = graph.edges.filter(({ from, to }) => !gone.includes(from.node) && !gone.includes(to.node));
  return {
    settings,
    graph: {
      ...graph,
      nodes: graph.nodes.filter(({ id }) => !gone.includes(id)),
      edges: [...edges, { from: { node: 'user-vector', output: 'vector' }, to: { node: 'match', input: 'user' } }],
    },
  };
}

function place<K extends 'output' | 'input'>(text = '', key: K): { node: string } & Record<K, string> {
  const [node = '', name = ''] = text.split('.');
  return { node, [key]: name } as { node: string } & Record<K, string>;
}

/** Opens the device, the CPU where nothing is asked about it, and loads the small world. */
export async function ready(options: Partial<LabOptions> = {}, cpu = false): Promise<Heard> {
  const heard = listen(options);
  await heard.lab.ask('open', { cpu });
  await heard.lab.ask('load', { source: SMALL_WORLD });
  return heard;
}

/** Node's WebGPU, with a hand on the devices it gives out. */
export function losableGpu() {
  const devices: GPUDevice[] = [];
  const state = { adapters: true };
  const gpu = {
    requestAdapter: async (options?: GPURequestAdapterOptions) => {
      const adapter = state.adapters ? await nodeGpu.requestAdapter(options) : null;
      if (!adapter) return null;
      const requestDevice = adapter.requestDevice.bind(adapter);
      adapter.requestDevice = async (descriptor) => {
        const device = await requestDevice(descriptor);
        devices.push(device);
        return device;
      };
      return adapter;
    },
  } as GPU;
  return {
    gpu,
    /** Takes the last device away from under the lab, as a driver that crashed does. */
    lose: () => devices.at(-1)?.destroy(),
    /** No adapter from now on. */
    removeAdapters: () => {
      state.adapters = false;
    },
    given: () => devices.length,
  };
}
