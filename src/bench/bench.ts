/** Settings one after the other; in each, all implementations at once, a few steps of one, then of the next. */
import { agreement, type Agreement } from './agreement';
import type { ImplementationName } from './implementations/implementation';
import type { Host } from './host';
import type { Yardstick } from './measure/adapter';
import type { GpuCounts } from './measure/gpu-counts';
import type { First, TimedImplementation, Round } from './measure/timed-implementation';
import type { Update, Work } from './measure/work';
import type { GraphName } from './reference-model/graph';
import type { Setting } from './reference-model/problem';

/**
 * One that takes part. `update` is how it treats the tables: all of `touched` compute the same, and so do all others.
 */
export interface Entry {
  name: string;
  update: Update;
  open(setting: Setting): Promise<TimedImplementation>;
}

export interface Measurement extends First {
  name: string;
  update: Update;
  steps: number;
  wallMs: Spread;
  cpuMs: number | null;
  jsMs: number | null;
  buildMs: number | null;
  counts: GpuCounts | null;
  gpuBytes: number | null;
}
export interface Spread {
  min: number;
  median: number;
}

export interface SettingReport {
  setting: Setting;
  work: Work;
  measurements: Measurement[];
  /** Who did not run, and why. */
  absent: { name: string; reason: string }[];
  agreement: Agreement | null;
}

export interface Report {
  graph: GraphName;
  /** Node or browser with versions, in words. */
  host: string;
  adapter: Yardstick;
  settings: SettingReport[];
}

/** Steps at the start whose losses are compared. */
export const FIRST_STEPS = 4;
/** A round of the slow is one step, of the quick a handful, and either takes about as long. */
const ROUND_MS = 300;
const MOST_IN_ROUND = 5;
/**
 * One that has used this much sits the other rounds out; it gets three times as much where it has not yet been measured
 * three times.
 */
const BUDGET_MS = 15_000;
const LEAST_ROUNDS = 3;

export const IN_PROCESS: Readonly<Record<ImplementationName, Update>> = {
  'tower-lab': 'touched',
  'tower-lab-cpu': 'touched',
  stock: 'tfjs',
  'jax-js-wasm': 'dense',
  'jax-js-webgpu': 'dense',
};
export const inProcess = (host: Host, name: ImplementationName): Entry => ({
  name,
  update: IN_PROCESS[name],
  open: (setting) => host.open(setting, name),
});

/** An entry in one setting: opened when its turn comes. */
export interface SettingEntry {
  name: string;
  update: Update;
  open(): Promise<TimedImplementation>;
}

interface Running {
  entry: SettingEntry;
  timed: TimedImplementation;
  first: First;
  rounds: Round[];
  failure: string | null;
}

/** @param steps of each that is quick enough */
export async function benchSetting(
  host: Host,
  entries: readonly Entry[],
  setting: Setting,
  steps: number,
  say: (text: string) => void,
): Promise<SettingReport> {
  const work = await host.work(setting);
  return {
    setting,
    work,
    ...(await timeInTurns(
      entries.map((entry) => ({ ...entry, open: () => entry.open(setting) })),
      steps,
      say,
    )),
  };
}

/**
 * All of them at once, a few steps of one, then of the next; whether they do the same work is seen by their first
 * losses.
 */
export async function timeInTurns(
  entries: readonly SettingEntry[],
  steps: number,
  say: (text: string) => void,
): Promise<Pick<SettingReport, 'measurements' | 'absent' | 'agreement'>> {
  const running: Running[] = [];
  const absent: SettingReport['absent'] = [];
  try {
    for (const entry of entries) {
      say(`${entry.name}: first steps`);
      const opened: TimedImplementation[] = [];
      try {
        const timed = await entry.open();
        opened.push(timed);
        running.push({ entry, timed, first: await timed.first(FIRST_STEPS), rounds: [], failure: null });
      } catch (error) {
        absent.push({ name: entry.name, reason: reasonOf(error) });
        for (const timed of opened) await timed.close();
      }
    }
    await interleave(running, steps, say);
    const measurements: Measurement[] = [];
    for (const {
      entry: { name, update },
      timed,
      first,
      rounds,
      failure,
    } of running) {
      if (failure !== null) absent.push({ name, reason: failure });
      else measurements.push({ name, update, ...first, ...summary(rounds), gpuBytes: await timed.gpuBytes() });
    }
    return { measurements, absent, agreement: agreement(measurements) };
  } finally {
    for (const { timed } of running) await timed.close();
  }
}

async function interleave(running: readonly Running[], steps: number, say: (text: string) => void): Promise<void> {
  const done = ({ rounds }: Running): number => rounds.reduce((sum, round) => sum + round.steps, 0);
  const spentMs = ({ rounds }: Running): number => rounds.reduce((sum, { steps, wallMs }) => sum + steps * wallMs, 0);
  const goesOn = (one: Running): boolean =>
    one.failure === null &&
    done(one) < steps &&
    spentMs(one) < (one.rounds.length < LEAST_ROUNDS ? 3 * BUDGET_MS : BUDGET_MS);
  for (let active = running.filter(goesOn); active.length > 0; active = active.filter(goesOn)) {
    for (const one of active) {
      const last = one.rounds.at(-1)?.wallMs ?? one.first.coldMs;
      const count = Math.min(steps - done(one), MOST_IN_ROUND, Math.max(1, Math.floor(ROUND_MS / last)));
      try {
        one.rounds.push(await one.timed.round(count));
      } catch (error) {
        one.failure = reasonOf(error);
      }
    }
    say(running.map((one) => `${one.entry.name} ${done(one)}`).join(', '));
  }
}

function summary(rounds: readonly Round[]) {
  const steps = rounds.reduce((sum, round) => sum + round.steps, 0);
  const mean = (of: (round: Round) => number | null): number | null => {
    const values = rounds.map((round) => [of(round), round.steps] as const);
    return values.some(([value]) => value === null)
      ? null
      : values.reduce((sum, [value, count]) => sum + value! * count, 0) / steps;
  };
  return {
    steps,
    wallMs: spreadOf(rounds.map(({ wallMs }) => wallMs)),
    cpuMs: mean(({ cpuMs }) => cpuMs),
    jsMs: mean(({ jsMs }) => jsMs),
    buildMs: mean(({ buildMs }) => buildMs),
    // Of the last round: pools are full by then.
    counts: rounds.at(-1)!.counts,
  };
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)]!, sorted[Math.ceil((sorted.length - 1) / 2)]!];
  return { min: sorted[0]!, median: (low + high) / 2 };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
