import { describe, expect, it } from 'vitest';
import { LabError, LabRefusal } from '../lab/failure';
import { failureOf } from '../lab/error-to-failure';
import { ProblemsError } from '../model/document/problem';
import { faultOf } from './faults';

const refused = (error: unknown) => new LabRefusal(failureOf(error));

describe('whose fault a failure is', () => {
  const notFinite = () => refused(new LabError('scores-not-finite', 'scores that are not finite'));

  it('is the file’s where its weights give no scores, and nobody’s where a training does', () => {
    expect(faultOf(notFinite(), { weights: 'w.json' })).toEqual({
      line: '--weights "w.json": its numbers give scores that are not finite',
      exitCode: 2,
    });
    expect(faultOf(notFinite(), {})).toEqual({
      line: 'The model gives scores that are not finite numbers. A lower --lr may help.',
      exitCode: 1,
    });
  });

  it('says of a training that diverged which weights it ends with', () => {
    const diverged = failureOf(new LabError('diverged', 'not finite', { step: 9 }));
    const line = 'The loss has not been a finite number since step 9. A lower --lr may help.';
    expect(faultOf(new LabRefusal(diverged), {})).toEqual({ line, exitCode: 1 });
    const withBest = { ...diverged, values: { ...diverged.values, best: 4 } };
    expect(faultOf(new LabRefusal(withBest), {})).toEqual({
      line: `${line} The weights are those of step 4, the best on validation.`,
      exitCode: 1,
    });
  });

  it('is the teacher’s where its file has nothing to teach, and nobody’s where a stored run has not', () => {
    const nothing = () => refused(new LabError('teacher-against-labels', 'no log-odds', { title: 'Towers' }));
    expect(faultOf(nothing(), { teacher: 't.json' })).toMatchObject({
      line: expect.stringMatching(/^--teacher "t\.json": In the training rows, “Towers” scores/),
      exitCode: 2,
    });
    expect(faultOf(nothing(), {})).toMatchObject({ exitCode: 1 });
  });

  it('is a file’s that changes while it is read', () => {
    const gone = new DOMException('The blob could not be read', 'NotReadableError');
    expect(faultOf(refused(gone), { log: 'a.csv' })).toEqual({
      line: 'A file could not be read to its end. Was it changed or removed meanwhile?',
      exitCode: 2,
    });
    expect(faultOf(refused(new Error('ours')), {})).toEqual({ line: 'ours', exitCode: 1 });
  });

  it('is the graph’s where the formula of an objective is wrong, with its place', () => {
    const values = { formula: 'dwell * stay', start: 8, end: 12, column: 'stay', columns: 'dwell, kind' };
    const problem = { nodeId: 'softmax', field: 'rowFormula', code: 'weight-no-outcome' as const, values };
    const fault = faultOf(refused(new ProblemsError([problem])), {});
    expect(fault).toMatchObject({ place: ['  dwell * stay', '          ^^^^'], exitCode: 2 });
    expect(fault.line).toMatch(/^the graph: softmax\.rowFormula: The loaded log has no outcome “stay”\./);
  });
});
