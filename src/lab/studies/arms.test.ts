import { describe, expect, it } from 'vitest';
import { nodeById } from '../../model/graph-edits';
import { TOLERANCE } from '../../model/budget';
import { prepare } from './running/documents';
import { studies } from './studies';

/** Not one of those that studies are run with. */
const SEED = 101;

describe.each(['augmentation', 'fusion', 'interests', 'sessions', 'shortcut'])('the study "%s"', (id) => {
  const study = studies.get(id)!;

  it('has arms of one budget and one final width, and compares only arms it has', async () => {
    const { arms } = await prepare(study, SEED);
    const wanted = arms[study.budget!]!.budget;
    for (const { budget } of Object.values(arms)) {
      expect(budget.finalWidth).toBe(wanted.finalWidth);
      expect(Math.abs(budget.parameters / wanted.parameters - 1)).toBeLessThanOrEqual(TOLERANCE);
    }
    expect(study.compare.flat().filter((arm) => !(arm in arms))).toEqual([]);
    expect(Object.keys(arms).filter((arm) => arm.includes(','))).toEqual([]);
    // Nothing a run would not say: a claim without runs is undecided.
    for (const { judge } of study.claims) expect(judge([]).verdict).toBe('undecided');
  }, 30_000);
});

it('a short-cut leads past a bottleneck that the budget does not widen', async () => {
  const { arms } = await prepare(studies.get('shortcut')!, SEED);
  for (const [name, { graphs }] of Object.entries(arms)) {
    const neck = nodeById(graphs[name]!, 'user-neck');
    expect([name, neck?.params['widths']]).toEqual([name, name === 'wide' ? undefined : [8]]);
  }
}, 30_000);
