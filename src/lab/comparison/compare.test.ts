import { describe, expect, it } from 'vitest';
import { setParam } from '../../model/document/graph-edits';
import { runOf } from '../runs/testing';
import type { Run } from '../runs/run';
import { compareRuns, warningsOf } from './compare';

const base = runOf('base');
const { graph, settings } = base;
const sized = (parameters: number): Partial<Run> => ({ size: { ...base.size!, parameters } });
const slower = { ...settings, optimizers: settings.optimizers.map((group) => ({ ...group, learningRate: 0.001 })) };
const warmer = setParam(graph, 'match', 'temperature', 0.5);
const wider = { ...graph, tables: graph.tables.map((table) => ({ ...table, width: 5 })) };
const kinds = (...runs: Run[]): string[] => warningsOf(base, runs).map(({ run, kind }) => `${run.id} ${kind}`);

describe('a comparison of runs', () => {
  it('tells changes, seeds, data and sizes apart', () => {
    expect(compareRuns(base, runOf('same'))).toEqual({ changes: [], seed: null, data: null, larger: 0 });
    const other = runOf('other', {
      settings: { ...slower, seed: 6 },
      data: { ...base.data, name: 'log.csv', fingerprint: 'g' },
      ...sized(2 * base.size!.parameters),
    });
    expect(compareRuns(base, other)).toEqual({
      changes: [{ kind: 'setting', name: 'learningRate', pattern: null, from: 0.01, to: 0.001 }],
      seed: { from: 5, to: 6 },
      data: { from: 'fair', to: 'log.csv' },
      larger: 1,
    });
    expect(compareRuns(base, { ...other, size: null }).larger).toBeNull();
  });

  it('is warned of where it mixes changes, and where the data is another, not where one thing differs', () => {
    const seed = runOf('seed', { settings: { ...settings, seed: 6 } });
    expect(kinds(base, runOf('one', { settings: slower }), runOf('param', { graph: warmer }), seed)).toEqual([]);
    expect(kinds(runOf('two', { settings: slower, graph: warmer }))).toEqual(['two mixed']);
    expect(kinds(runOf('lucky', { settings: { ...slower, seed: 6 } }))).toEqual(['lucky mixed']);
    expect(kinds(runOf('other', { data: { ...base.data, fingerprint: 'g' } }))).toEqual(['other data']);
    const [mixed] = warningsOf(base, [runOf('three', { settings: { ...slower, seed: 6 }, graph: warmer })]);
    expect(mixed).toMatchObject({ kind: 'mixed', count: 3, changes: [{ kind: 'param' }, { kind: 'setting' }] });
  });

  it('is warned of where towers of another shape are of another size; widths that keep the budget are no change', () => {
    const { parameters } = base.size!;
    expect(kinds(runOf('large', { graph: warmer, ...sized(1.02 * parameters) }))).toEqual(['large budget']);
    expect(kinds(runOf('wide', { graph: wider, ...sized(1.2 * parameters) })), 'the size is what differs').toEqual([]);
    const both = setParam(wider, 'match', 'temperature', 0.5);
    expect(kinds(runOf('fitted', { graph: both, ...sized(1.005 * parameters) }))).toEqual([]);
    expect(kinds(runOf('unfitted', { graph: both, ...sized(1.2 * parameters) }))).toEqual([
      'unfitted mixed',
      'unfitted budget',
    ]);
  });
});
