import { describe, expect, it } from 'vitest';
import type { SeriesChunk } from '../runs/series';
import { stepShown, stopsOf } from './clock';
import { createRunStore } from './run';

const curve = (name: SeriesChunk['name'], steps: number[], values = steps): SeriesChunk => ({
  name,
  steps: Float64Array.from(steps),
  values: Float64Array.from(values),
});
const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

/** A run of which live values were read at every third step. */
function runTo(last: number) {
  const run = createRunStore();
  run.append([
    curve('loss', upTo(last)),
    curve(
      'gate/0/mean',
      upTo(last).filter((step) => step % 3 === 0),
    ),
  ]);
  return run;
}
const lastValue = (run: ReturnType<typeof createRunStore>, name: SeriesChunk['name']) =>
  run.getState().shown[name]?.values.at(-1);

describe('the clock', () => {
  it('shows each number as it was last read at a step, of all points and not of the thinned ones', () => {
    const run = runTo(5000);
    run.lookAt(2000);
    expect([lastValue(run, 'loss'), lastValue(run, 'gate/0/mean')]).toEqual([2000, 1998]);
    expect(stepShown(run.getState())).toBe(2000);
    run.lookAt(2);
    expect([lastValue(run, 'loss'), lastValue(run, 'gate/0/mean')]).toEqual([2, undefined]);
  });

  it('shows at another step nothing anew that has not changed', () => {
    const run = runTo(50);
    run.lookAt(10);
    const before = run.getState().shown;
    run.lookAt(11);
    expect(run.getState().shown['gate/0/mean']).toBe(before['gate/0/mean']);
    expect(run.getState().shown['loss']).not.toBe(before['loss']);
  });

  it('follows the lists on screen, unless a person looks back', () => {
    const run = runTo(50);
    run.follow(40);
    expect([lastValue(run, 'loss'), stepShown(run.getState())]).toEqual([40, 40]);
    run.lookAt(7);
    run.follow(45);
    expect([lastValue(run, 'loss'), stepShown(run.getState())]).toEqual([7, 7]);
    run.lookAt(null);
    expect([lastValue(run, 'loss'), stepShown(run.getState())]).toEqual([45, 45]);
  });

  it('leaves what a run took back, and begins a new run as it is', () => {
    const run = runTo(50);
    run.lookAt(30);
    run.goBack({ step: 20 });
    expect(run.getState().at).toBeNull();
    run.lookAt(10);
    run.continueFrom(20);
    expect([run.getState().at, lastValue(run, 'loss')]).toEqual([10, 10]);
    run.append([curve('loss', [21], [0.5])]);
    run.lookAt(21);
    expect(lastValue(run, 'loss')).toBe(0.5);
    run.begin(null);
    expect(run.getState()).toMatchObject({ at: null, marks: [], shown: {} });
  });
});

describe('stops', () => {
  it('are the snapshots, and evaluations of an older run that has none', () => {
    const marks = [
      { step: 2, epoch: 0 },
      { step: 40, epoch: 1 },
    ];
    expect(stopsOf(marks, { steps: [20, 40], values: [0, 0] })).toEqual([
      { step: 2, epoch: 0 },
      { step: 20, epoch: null },
      { step: 40, epoch: 1 },
    ]);
    expect(stopsOf([], undefined)).toEqual([]);
  });
});
