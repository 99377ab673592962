/** For tests: a lab in Node on the real device, over a world small enough that a run takes seconds, and ears for what it says. */
import { nodeGpu } from '../engine/node-gpu';
import type { Settings, TowerGraph } from '../model/graph';
import { countHere } from './evaluate/baselines/both-parts';
import type { Events, Lab, LabFailure, Phase } from './protocol';
import type { LabOptions } from './session';
import { createLab } from './session';
import { memoryStorage } from './storage';

export const SMALL_WORLD = { kind: 'world', id: 'bookshop', events: 1000, seed: 3 } as const;

export interface Heard {
  lab: Lab;
  phases: Phase[];
  progress: Events['progress'][];
  results: Events['result'][];
  failures: LabFailure[];
  unsaved: LabFailure[];
  recovered: Events['recovered'][];
  devices: Events['device'][];
  baselines: Events['baselines'][];
  /** Values of a series in the order of its steps, the last word for a step counting. */
  series(name: string): number[];
  /** As if nothing had been said yet, failures apart. */
  forget(): void;
  /** Resolves when the lab says something for which `test` is true; at once where it holds already. */
  until(test: () => boolean): Promise<void>;
}

/** A lab that keeps what it says. */
export function listen(options: Partial<LabOptions> = {}): Heard {
  const lab = createLab({ gpu: nodeGpu, storage: memoryStorage(), baselines: countHere, eagerBaselines: false, ...options });
  const points = new Map<string, Map<number, number>>();
  const waiting = new Set<() => void>();
  const heard: Heard = {
    lab, phases: [], progress: [], results: [], failures: [], unsaved: [], recovered: [], devices: [], baselines: [],
    forget() {
      for (const list of [heard.phases, heard.progress, heard.results, heard.recovered, heard.devices, heard.baselines]) list.length = 0;
      points.clear();
    },
    series: (name) => [...(points.get(name) ?? [])].sort(([a], [b]) => a - b).map(([, value]) => value),
    until: (test) => new Promise((resolve) => {
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
  keep('unsaved', (failure) => heard.unsaved.push(failure));
  keep('recovered', (recovered) => heard.recovered.push(recovered));
  keep('baselines', (baselines) => heard.baselines.push(baselines));
  keep('device', (device) => heard.devices.push(device));
  return heard;
}

export interface Document { graph: TowerGraph; settings: Settings }

/** The first preset for the loaded data, narrow and with small batches, ended after `steps`. */
export async function smallDocument(lab: Lab, steps: number, change: Partial<Settings> = {}): Promise<Document> {
  const { graph, settings } = await lab.ask('preset', { id: 'two-tower', width: 8 });
  return { graph, settings: { ...settings, batch: 32, stages: [{ terms: ['*'], trainable: ['*'], until: { steps } }], ...change } };
}

/** Opens the device and loads the small world. */
export async function ready(options: Partial<LabOptions> = {}, cpu = false): Promise<Heard> {
  const heard = listen(options);
  await heard.lab.ask('open', { cpu });
  await heard.lab.ask('load', { source: SMALL_WORLD });
  return heard;
}
