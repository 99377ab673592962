/** All implementations at once, one call of one, then of the next; at the end what they found is checked. */
import { spreadOf, type Spread } from '../bench';
import type { Yardstick } from '../measure/adapter';
import type { GpuCounts } from '../measure/gpu-counts';
import type { RetrievalSetting } from './catalogue';
import type { Checked } from './check';
import type { RetrievalHost } from './host';
import type { Call, GpuBytes, Retriever } from './retriever';

export interface Entry {
  name: string;
  open(): Promise<Retriever>;
}

export interface Measurement {
  name: string;
  /** The first call: pipelines are compiled in it. */
  coldMs: number;
  /** Calls after it. */
  calls: number;
  wallMs: Spread;
  cpuMs: number | null;
  counts: GpuCounts | null;
  /** Of the call that took most, the first one included. */
  gpu: GpuBytes | null;
  checked: Checked;
}

export interface RetrievalReport {
  /** Node or browser with versions, in words. */
  host: string;
  adapter: Yardstick;
  setting: RetrievalSetting;
  measurements: Measurement[];
  /** Who did not run, and why. */
  absent: { name: string; reason: string }[];
}

/** One that has used this much sits the other rounds out. */
const BUDGET_MS = 60_000;
/** What the check may take: a plain loop over a million items takes a seventh of a second for each user. */
const CHECK_MS = 20_000;

interface Running {
  name: string;
  retriever: Retriever;
  cold: Call;
  calls: Call[];
}

/** @param calls of each that is quick enough */
export async function benchRetrieval(
  host: RetrievalHost,
  entries: readonly Entry[],
  setting: RetrievalSetting,
  calls: number,
  say: (text: string) => void,
): Promise<Pick<RetrievalReport, 'measurements' | 'absent'>> {
  const running: Running[] = [];
  const absent: RetrievalReport['absent'] = [];
  const leave = async (name: string, error: unknown, retriever?: Retriever): Promise<void> => {
    absent.push({ name, reason: error instanceof Error ? error.message : String(error) });
    await retriever?.close();
  };
  for (const { name, open } of entries) {
    say(`${name}: the table, and a first call`);
    let retriever: Retriever | undefined;
    try {
      retriever = await open();
      running.push({ name, retriever, cold: await retriever.call(), calls: [] });
    } catch (error) {
      await leave(name, error, retriever);
    }
  }
  const spentMs = (one: Running): number => one.calls.reduce((sum, { wallMs }) => sum + wallMs, 0);
  for (let round = 0; round < calls; round++) {
    for (const one of running.filter((one) => spentMs(one) < BUDGET_MS)) {
      try {
        one.calls.push(await one.retriever.call());
      } catch (error) {
        running.splice(running.indexOf(one), 1);
        await leave(one.name, error, one.retriever);
      }
    }
    say(running.map(({ name, calls }) => `${name} ${calls.length}`).join(', '));
  }
  for (const { retriever } of running) await retriever.close();
  say('the plain loop');
  const checked = await host.check(
    setting,
    running.map(({ cold }) => cold.lists),
    CHECK_MS,
  );
  return { measurements: running.map((one, at) => measurementOf(one, checked[at]!)), absent };
}

function measurementOf({ name, cold, calls }: Running, checked: Checked): Measurement {
  const used = calls.map(({ cpuMs }) => cpuMs);
  const wavering = calls.findIndex(({ lists }) => lists.some((item, at) => item !== cold.lists[at]));
  return {
    name,
    coldMs: cold.wallMs,
    calls: calls.length,
    wallMs: spreadOf(calls.map(({ wallMs }) => wallMs)),
    cpuMs: used.some((ms) => ms === null) ? null : used.reduce<number>((sum, ms) => sum + ms!, 0) / used.length,
    // Of the last call: pools are full by then.
    counts: calls.at(-1)!.counts,
    gpu: [cold, ...calls]
      .map(({ gpu }) => gpu)
      .reduce((most, gpu) => (gpu && most && gpu.beyond <= most.beyond ? most : gpu)),
    checked:
      wavering < 0
        ? checked
        : { ...checked, verdict: 'wrong', where: `call ${wavering + 2} gave other lists than the first` },
  };
}
