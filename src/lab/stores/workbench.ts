/**
 * One lab, its stores, and what a person can do with them. Events of the lab flow into the stores here and nowhere
 * else; screens read stores and call these functions.
 */
import type { DeviceInfo } from '../device-info';
import { joined } from '../evaluate/baseline-figures';
import type { Answer, Ask, Commands, Lab } from '../protocol';
import { preset } from '../../model/presets/presets';
import { LabError } from '../failure';
import { noDrafts, type DraftStorage } from '../towers/draft-storage';
import { memoryTowers, type TowersStorage } from '../towers/storage';
import { Bench } from './bench';
import { comparisonActions } from './comparison-actions';
import { compileAhead } from './compile-ahead';
import { createDataStore } from './data';
import { dataActions } from './data-actions';
import { draftActions } from './draft-actions';
import { createDraftsStore } from './drafts';
import { funnelActions } from './funnel-actions';
import { createGraphStore } from './graph';
import { importActions } from './import-actions';
import { createLinkStore } from './link';
import { linkActions } from './link-actions';
import { createRunStore } from './run';
import { questionActions } from './question-actions';
import { runActions } from './run-actions';
import { runQueue } from './run-queue';
import { createRunsStore } from './runs';
import type { OpenedRun } from '../runs/open-run';
import { documentOf, runsActions, showRun, type StoragePromises } from './runs-actions';
import { sweepActions } from './sweep-actions';
import type { Tab } from './tab';
import { createTowersStore } from './towers';
import { towersActions } from './towers-actions';
import type { ViewStore } from './view';

/** Trains in a minute even on a software adapter. */
export const FIRST_WORLD = { id: 'bookshop', events: 4000, seed: 1 } as const;

export type Workbench = ReturnType<typeof createWorkbench>;

/** What the page has of its browser; without it nothing is remembered over a reload, and no promise is asked for. */
export interface Browser {
  tab?: Tab;
  /** `navigator.storage` */
  promises?: StoragePromises | undefined;
  /** Of drawings that were saved, and of those that were not. */
  towers?: TowersStorage;
  drafts?: DraftStorage;
}

export function createWorkbench(
  lab: Lab,
  view: ViewStore,
  { tab, promises, towers: kept = memoryTowers(), drafts: storage = noDrafts() }: Browser = {},
) {
  const [graph, data, run, runs] = [createGraphStore(), createDataStore(), createRunStore(), createRunsStore()];
  const bench = new Bench(lab, graph, data, run, runs, view);
  const queue = runQueue(bench);
  const [ofRuns, ofData] = [runsActions(bench, promises), dataActions(bench)];
  const [towers, link, drafts] = [createTowersStore(), createLinkStore(), createDraftsStore()];
  const ofTowers = towersActions(bench, towers, kept);
  const { read, show, ...ofLinks } = linkActions(bench, link, ofData.load, ofTowers.drawn);
  const { taken, ...ofSaved } = ofTowers;
  const ofDrafts = draftActions(bench, { drafts, storage, towers, taken, ownRun: () => tab?.own });
  const { keepDraft, openDraft, discardDraft } = ofDrafts;
  const endListening = listen(bench, tab, keepDraft);
  const open = async (cpu: boolean): Promise<DeviceInfo | null> => {
    const device = await bench.tryAsk('open', { cpu });
    if (device) run.setState({ device });
    return device;
  };
  /** On screen before the lab is heard again: a run whose last step was done ends by itself meanwhile. */
  const restore = async (): Promise<OpenedRun | null> => {
    const restored = await bench.tryAsk('restore', ownOf(tab));
    if (!restored) return null;
    showRun(bench, restored);
    graph.getState().open(documentOf(restored));
    return restored;
  };
  return {
    graph,
    data,
    run,
    runs,
    view,
    towers,
    link,
    drafts,
    keepDraft,
    openDraft,
    discardDraft,
    ...ofData,
    ...ofSaved,
    ...ofLinks,
    ...ofRuns,
    ...runActions(bench),
    ...questionActions(bench),
    ...importActions(bench),
    ...comparisonActions(bench),
    ...sweepActions(bench, queue),
    ...funnelActions(bench, queue),
    /** Ends the run under way and the queue that it is of; what is done stays. */
    cancelQueue: queue.cancel,
    /**
     * Any question to the lab. Null where it was refused, which then stands in the failure bar: no weights yet, say, or
     * a run under way.
     */
    ask: <K extends keyof Commands>(id: K, question: Ask<K>): Promise<Answer<K> | null> => bench.tryAsk(id, question),
    /**
     * Opens the device, then goes on with the tab's run or loads the first world; a drawing that was not saved is back.
     * @param hash a share link: opened where the tab has no run of its own, and asked about where it has; the drawing
     *   that was not saved is offered then
     */
    async boot(hash: string | null = null): Promise<void> {
      const draft = await ofDrafts.beginReturn();
      const found = await open(false);
      if (found?.software && view.getState().prefersCpu) await open(true);
      const [restored, worlds] = await Promise.all([restore(), bench.tryAsk('worlds', {})]);
      if (worlds) data.setState({ worlds });
      await ofRuns.listRuns();
      await ofRuns.learnPromise();
      void ofTowers.listTowers();
      const shared = hash === null ? null : await read(hash);
      if (restored) link.setState({ received: shared });
      else if (shared) await show(shared, FIRST_WORLD);
      else if (draft) await ofDrafts.loadFor(draft, ofData.load, FIRST_WORLD);
      else await ofData.load({ kind: 'world', ...FIRST_WORLD });
      if (draft && shared) ofDrafts.leaveDraft();
      else if (draft) ofDrafts.bringBack(draft);
      await ofDrafts.endReturn();
    },
    /** From now on what is drawn is compiled while nothing runs. Returns the function that ends it. */
    compileAhead: () => compileAhead(bench),
    /**
     * Opens another device, now and after a reload; weights and data come along.
     * @param cpu without WebGPU, in one thread
     */
    async openDevice(cpu: boolean): Promise<void> {
      if (await open(cpu)) view.setState({ prefersCpu: cpu });
    },
    choosePreset: (id: string): boolean => choosePreset(bench, id),
    dispose(): void {
      endListening();
      ofDrafts.endDrafts();
      lab.dispose();
    },
  };
}

/**
 * Puts a ready-made graph, with its settings for the loaded data, in place of the document; can be undone. Drawn at
 * once and not by the worker, which may be busy: a step taken meanwhile would train what was drawn before. False where
 * no data is loaded.
 */
function choosePreset(bench: Bench, id: string): boolean {
  const { summary } = bench.data.getState();
  if (!summary) {
    bench.report(new LabError('no-data', 'no data is loaded yet'));
    return false;
  }
  bench.view.setState({ selected: null, picked: [] });
  bench.graph.getState().replace(preset(id).build(summary.schema));
  return true;
}

const ownOf = (tab: Tab | undefined): Ask<'restore'> => (tab?.own === undefined ? {} : { run: tab.own });

/** Returns the function that ends it. */
function listen({ lab, data, run, runs }: Bench, tab: Tab | undefined, keepDraft: () => void): () => void {
  const ends = [
    lab.on('device', (device) => run.setState({ device })),
    lab.on('progress', (progress) => run.setState({ progress })),
    lab.on('series', ({ chunks }) => run.append(chunks)),
    lab.on('snapshots', ({ marks }) => run.setState({ marks })),
    lab.on('baselines', ({ part, baselines }) =>
      run.setState(({ baselines: old }) => ({ baselines: { ...old, [part]: joined(old[part], baselines) } })),
    ),
    lab.on('counting', (counting) => data.setState({ counting })),
    lab.on('waiting', ({ wait, fraction }) =>
      run.setState(({ waiting }) => ({ waiting: { ...waiting, [wait]: fraction ?? undefined } })),
    ),
    lab.on('result', (result) =>
      run.setState(({ baselines }) => ({
        result,
        baselines: { ...baselines, test: joined(baselines.test, result.baselines) },
      })),
    ),
    lab.on('run', (changed) => {
      runs.put(changed);
      if (changed.status === 'running') run.setState({ id: changed.id });
    }),
    // Until a new run has a checkpoint, a reload goes back to the one before.
    lab.on('own', (own) => {
      if (!own.checkpoint && own.run !== null) return;
      tab?.remember(own.run);
      keepDraft();
    }),
    lab.on('failed', (failure) => run.setState({ failure })),
    lab.on('recovered', (recovered) => run.goBack(recovered)),
    lab.on('continued', ({ step }) => run.continueFrom(step)),
    lab.on('unsaved', (unsaved) => run.setState({ unsaved })),
  ];
  return () => {
    for (const end of ends) end();
  };
}
