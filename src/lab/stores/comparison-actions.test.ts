import { describe, expect, it } from 'vitest';
import type { Lab } from '../protocol';
import { runOf } from '../runs/testing';
import { besideOf, MOST_DRAWN, shownRuns } from './comparison';
import { createViewStore } from './view';
import { createWorkbench } from './workbench';

/** A page over a lab that answers everything; what was asked of it, and what the page stores. */
function page(ids: readonly string[], stored = new Map<string, string>()) {
  const asked: [string, object][] = [];
  const lab = {
    ask: async (command: string, ask: object) => {
      asked.push([command, ask]);
      return command === 'curvesOfRun' ? { loss: { steps: [1], values: [2] } } : ask;
    },
    on: () => () => undefined,
    dispose: () => undefined,
  } as unknown as Lab;
  const storage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  };
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  bench.runs.setState({ runs: ids.map((id) => runOf(id, { step: 9 })) });
  return {
    asked,
    bench,
    stored,
    beside: () => besideOf(bench.runs.getState(), bench.run.getState(), bench.view.getState()).map(({ id }) => id),
    shown: () => shownRuns(bench.runs.getState(), bench.run.getState()).map(({ id }) => id),
  };
}

describe('runs beside the one on screen', () => {
  it('are the baseline, then those that were chosen, without the one on screen', () => {
    const { bench, beside } = page(['a', 'b', 'c', 'd']);
    bench.overlay('c', true);
    bench.overlay('b', true);
    bench.compareWith('d');
    expect(beside()).toEqual(['d', 'b', 'c']);
    bench.run.setState({ id: 'b' });
    expect(beside()).toEqual(['d', 'c']);
    bench.overlay('c', false);
    bench.compareWith(null);
    expect(beside()).toEqual([]);
  });

  it('are no more than a chart holds: the first that were chosen go', () => {
    const ids = Array.from({ length: 12 }, (_, n) => `run-${n}`);
    const { bench, beside } = page(ids);
    for (const id of ids.slice(1)) bench.overlay(id, true);
    bench.compareWith('run-0');
    expect(beside()).toHaveLength(MOST_DRAWN - 1);
    expect(beside()[0]).toBe('run-0');
    expect(bench.view.getState().comparison.overlaid).toEqual(ids.slice(5));
  });

  it('are the same after a reload, and a damaged choice is none', () => {
    const { bench, stored } = page(['a', 'b']);
    bench.compareWith('a');
    bench.overlay('b', true);
    bench.showDifferencesOnly(true);
    expect(page(['a', 'b'], stored).bench.view.getState().comparison).toEqual({
      baseline: 'a',
      overlaid: ['b'],
      differencesOnly: true,
    });
    const damaged = JSON.stringify({ state: { comparison: { baseline: 7, overlaid: ['a', 3] } }, version: 1 });
    expect(page(['a'], new Map([['tower-lab/view', damaged]])).bench.view.getState().comparison).toEqual({
      baseline: null,
      overlaid: ['a'],
      differencesOnly: false,
    });
  });

  it('have their curves read once, and again when they have grown', async () => {
    const { bench, asked } = page(['a', 'b']);
    bench.compareWith('a');
    await bench.readCurves();
    await bench.readCurves();
    expect(asked).toEqual([['curvesOfRun', { id: 'a' }]]);
    expect(bench.runs.getState().curves['a']).toEqual({ step: 9, curves: { loss: { steps: [1], values: [2] } } });
    bench.runs.put(runOf('a', { step: 10 }));
    await bench.readCurves();
    expect(asked).toHaveLength(2);
  });
});

describe('a run that is deleted', () => {
  it('is there until the next one goes, and comes back before', async () => {
    const { bench, asked, shown } = page(['a', 'b', 'c']);
    await bench.takeAway('a');
    expect([shown(), asked]).toEqual([['b', 'c'], []]);
    bench.undoRemoval();
    expect([shown(), asked]).toEqual([['a', 'b', 'c'], []]);
    await bench.takeAway('a');
    await bench.takeAway('b');
    expect([shown(), asked]).toEqual([['c'], [['removeRun', { id: 'a' }]]]);
    bench.undoRemoval();
    expect(shown()).toEqual(['b', 'c']);
    await bench.takeAway('c');
    await bench.finishRemovals();
    await bench.finishRemovals();
    expect(asked).toEqual([
      ['removeRun', { id: 'a' }],
      ['removeRun', { id: 'c' }],
    ]);
  });

  it('is no baseline meanwhile', async () => {
    const { bench, beside } = page(['a', 'b']);
    bench.compareWith('a');
    await bench.takeAway('a');
    expect(beside()).toEqual([]);
    bench.undoRemoval();
    expect(beside()).toEqual(['a']);
  });
});

it('a drawing of a run takes the place of the document in one step, and nothing is asked of the lab', () => {
  const { bench, asked } = page(['a']);
  const before = { graph: { ...runOf('x').graph, title: 'before' }, settings: runOf('x').settings };
  bench.graph.getState().open(before);
  bench.openDrawing('a');
  const { graph, settings } = bench.runs.getState().runs[0]!;
  expect(bench.graph.getState().document).toEqual({ graph, settings });
  bench.graph.temporal.getState().undo();
  expect(bench.graph.getState().document).toEqual(before);
  expect(asked).toEqual([]);
});
