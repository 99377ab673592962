/** What a trace of Chromium says of the page's main thread, in CPU time: what else the machine does is not in it. */

/** Of the trace event format; times in microseconds. */
export interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Of the thread's own clock. */
  tdur?: number;
  args?: { name?: string; data?: { type?: string } };
}

/** Enough for tasks, and for the script in them. */
export const CATEGORIES: readonly string[] = ['toplevel', 'devtools.timeline'];

const TASK = /(^|::)RunTask$/;
const SCRIPT = new Set([
  'EventDispatch',
  'FunctionCall',
  'FireAnimationFrame',
  'TimerFire',
  'RunMicrotasks',
  'EvaluateScript',
  'FireIdleCallback',
]);
const MS = 1000;

/** Complete events of the main thread, in the order of time. @throws where the trace has no clock of threads */
export function onMainThread(events: readonly TraceEvent[]): TraceEvent[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const byThread = mains.map(({ pid, tid }) =>
    events.filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid),
  );
  // Of several renderers the page is the one that does something.
  const own = byThread.toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (own.length > 0 && own.every(({ tdur }) => tdur === undefined))
    throw new Error('this Chromium traces no CPU time of threads');
  return own.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
}

/** The longest task, in milliseconds of CPU time; 0 where there is none. */
export const longestTask = (events: readonly TraceEvent[]): number =>
  events.reduce((most, { name, tdur = 0 }) => (TASK.test(name) ? Math.max(most, tdur / MS) : most), 0);

/** Share of a core that tasks take, from the first event to the last; 0 without any. */
export function busyShare(events: readonly TraceEvent[]): number {
  const first = events[0]?.ts ?? 0;
  const last = events.reduce((end, { ts, dur = 0 }) => Math.max(end, ts + dur), first);
  const busy = outermost(events.filter(({ name }) => TASK.test(name))).reduce((sum, { tdur = 0 }) => sum + tdur, 0);
  return last > first ? busy / (last - first) : 0;
}

/** Milliseconds of script from each pointer move to the next. */
export function scriptOfMoves(events: readonly TraceEvent[]): number[] {
  const moves = events.filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'pointermove');
  const script = outermost(events.filter(({ name }) => SCRIPT.has(name)));
  return moves.slice(0, -1).map(({ ts: from }, i) => {
    const to = moves[i + 1]!.ts;
    return script.reduce((sum, { ts, tdur = 0 }) => (ts >= from && ts < to ? sum + tdur / MS : sum), 0);
  });
}

/** Those that lie in no other one. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  let end = -Infinity;
  return events.filter(({ ts, dur = 0 }) => {
    const isWithin = ts + dur <= end;
    if (!isWithin) end = ts + dur;
    return !isWithin;
  });
}

/** @param share 0.5 is the median */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
