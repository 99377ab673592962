/** Components drawn as their stores stand, over a lab that is never asked. */
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { AT_REST } from '../lab/announcer';
import type { DatasetSummary } from '../lab/loading/describe-data';
import type { Loaded } from '../lab/loading/sources';
import type { Lab } from '../lab/protocol';
import { newRun } from '../lab/runs/new-run';
import type { Run } from '../lab/runs/run';
import { createViewStore } from '../lab/stores/view';
import type { Language } from '../words/catalog';
import { createWorkbench, type Workbench } from '../lab/stores/workbench';
import type { Schema } from '../model/document/schema';
import { smallDataset } from '../model/harness/small-graph';
import { preset } from '../model/presets/presets';
import { DEFAULT_PROTOCOL } from '../data/dataset';
import { LabProvider } from './lab';

const silentLab: Lab = {
  ask: () => Promise.reject(new Error('nothing is asked while a component is drawn')),
  on: () => () => undefined,
  dispose: () => undefined,
};
const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

export const silentBench = (preferred: Language = 'en'): Workbench =>
  createWorkbench(silentLab, createViewStore(storage, { asked: null, preferred }));

export const schema: Schema = {
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 100, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 50, length: 1 },
    { name: 'genre', owner: 'item', kind: 'categorical', rows: 7, length: 1 },
  ],
  users: 98,
  items: 48,
  events: 500,
  hasTime: true,
};
/** Of a data set with that schema; what no component reads is left out. */
export const summary = {
  name: 'small.csv',
  users: 98,
  testUsers: 90,
  items: 48,
  events: 500,
  fields: schema.fields,
  schema,
  hasTime: true,
  sessions: null,
  protocol: DEFAULT_PROTOCOL,
  chance: {},
  fingerprint: 'f',
} as unknown as DatasetSummary;

const loaded = {
  dataset: { ...smallDataset(), name: 'small.csv', fingerprint: 'f' },
  source: { kind: 'world', id: 'bookshop', events: 10, seed: 1 },
  files: null,
} as unknown as Loaded;
/** A stored run of that data whose weights are kept. @param of its preset */
export const keptRun = (id: string, of: string, change: Partial<Run> = {}): Run => ({
  ...newRun(preset(of).build(schema), { loaded, adapter: '' }, { kind: 'trained' }),
  id,
  checkpointBytes: 100,
  step: 40,
  ...change,
});

/** Progress of a run that has ended after `step` steps. */
export const ended = (step: number) => ({ ...AT_REST, phase: 'done' as const, step });

/** Markup of what React draws for the state that the stores are in. */
export function draw(bench: Workbench, node: ReactNode): string {
  // Without a page, zustand shows the state that a store began with.
  const { graph, data, run, runs, view, towers, drafts, funnel } = bench;
  for (const store of [graph, data, run, runs, view, towers, drafts, funnel])
    Object.assign(store, { getInitialState: store.getState });
  return renderToStaticMarkup(<LabProvider bench={bench}>{node}</LabProvider>);
}
