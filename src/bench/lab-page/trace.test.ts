import { describe, expect, it } from 'vitest';
import { busyShare, longestTask, onMainThread, quantile, scriptOfMoves, type TraceEvent } from './trace';

const named = (pid: number, tid: number, name: string): TraceEvent => ({
  name: 'thread_name',
  ph: 'M',
  pid,
  tid,
  ts: 0,
  args: { name },
});
/** `ms` of CPU time within a wall time that is twice as long. */
const event = (name: string, ts: number, ms: number, type?: string): TraceEvent => ({
  name,
  ph: 'X',
  pid: 1,
  tid: 1,
  ts: ts * 1000,
  dur: ms * 2000,
  tdur: ms * 1000,
  args: { data: type === undefined ? {} : { type } },
});

describe('a trace', () => {
  it('is read of the main thread of the page alone, in the order of time', () => {
    const events = [
      named(1, 1, 'CrRendererMain'),
      named(1, 2, 'DedicatedWorker thread'),
      named(2, 1, 'CrRendererMain'),
      event('b', 5, 1),
      event('a', 1, 1),
      { ...event('worker', 2, 9), tid: 2 },
      { ...event('other page', 2, 9), pid: 2 },
    ];
    expect(onMainThread(events).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('is refused without CPU times', () => {
    const { tdur: _, ...timeless } = event('a', 1, 1);
    expect(() => onMainThread([named(1, 1, 'CrRendererMain'), timeless])).toThrow(/no CPU time/);
  });

  it('tells the longest task by its CPU time', () => {
    const tasks = [event('RunTask', 0, 3), event('ThreadControllerImpl::RunTask', 10, 7), event('Layout', 40, 50)];
    expect(longestTask(tasks)).toBe(7);
    expect(longestTask([])).toBe(0);
  });

  it('tells the share of a core that tasks take, a task within a task once', () => {
    // 7 ms and 3 ms of CPU time from 0 to 40 ms.
    const tasks = [event('RunTask', 0, 7), event('RunTask', 2, 3), event('RunTask', 20, 3), event('Layout', 30, 5)];
    expect(busyShare(tasks)).toBeCloseTo(10 / 40);
    expect(busyShare([])).toBe(0);
  });

  it('counts the script of a move once, with what it leads to before the next one', () => {
    const events = [
      event('EventDispatch', 0, 4, 'pointermove'),
      event('FunctionCall', 1, 3),
      event('FireAnimationFrame', 20, 2),
      event('Layout', 30, 9),
      event('EventDispatch', 40, 1, 'pointermove'),
      event('EventDispatch', 60, 1, 'pointermove'),
    ];
    expect(scriptOfMoves(events)).toEqual([6, 1]);
  });

  it('has quantiles of what it has', () => {
    expect([quantile([3, 1, 2], 0.5), quantile([3, 1, 2], 0.95), quantile([], 0.5)]).toEqual([2, 3, 0]);
  });
});
