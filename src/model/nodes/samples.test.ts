import { describe, expect, it } from 'vitest';
import type { Json, TowerGraph } from '../document/graph';
import { candidatesOf, problemsOfSamples, sampledOf, scaledBy, scoringRunOf } from './samples';
import { judge } from '../check/judge';

const graphOf = (...objectives: Record<string, Json>[]): TowerGraph => ({
  format: 'tower-lab/graph',
  version: 1,
  kind: 'retrieval',
  title: '',
  tables: [],
  edges: [],
  nodes: objectives.map((params, i) => ({
    id: `s${i}`,
    block: 'in-batch-softmax',
    side: 'objective',
    params,
    at: [0, 0],
  })),
});

describe('sampled items of a graph', () => {
  it('are none unless an objective asks for some', () =>
    expect(sampledOf(graphOf({}, { sampling: 'none', sampled: 9 }))).toBeNull());

  it('are one set for all objectives that ask, beside others that do not', () => {
    const graph = graphOf(
      {},
      { sampling: 'uniform', sampled: 9 },
      { sampling: 'uniform', sampled: 9, direction: 'both' },
    );
    expect(sampledOf(graph)).toEqual({ count: 9, by: 'uniform' });
    expect(problemsOfSamples(graph, {})).toEqual([]);
  });

  it('are of earlier batches, whose warm-up has to be the same too', () => {
    const kept = { sampling: 'earlier', sampled: 9 };
    expect(sampledOf(graphOf(kept))).toEqual({ count: 9, by: 'earlier', from: 0 });
    expect(problemsOfSamples(graphOf(kept, kept), {})).toEqual([]);
    for (const other of [
      { ...kept, sampling: 'uniform' },
      { ...kept, warmUp: 5 },
    ])
      expect(problemsOfSamples(graphOf(kept, other), {}).map(({ code }) => code)).toEqual(['samples-differ']);
    expect(sampledOf(graphOf({ ...kept, sampling: 'uniform', warmUp: 5 }))).toEqual({ count: 9, by: 'uniform' });
  });

  it('cannot be what was shown where nothing was', () => {
    const graph = graphOf({ from: 'shown', sampled: 9 });
    graph.nodes[0]!.block = 'bad-case-softmax';
    expect(sampledOf(graph)).toEqual({ count: 9, by: 'shown' });
    expect(problemsOfSamples(graph, { hasShown: true })).toEqual([]);
    expect(problemsOfSamples(graph, {})).toEqual([{ nodeId: 's0', field: 'from', code: 'nothing-shown', values: {} }]);
  });

  it('cannot differ', () => {
    const graph = graphOf(
      { sampling: 'uniform', sampled: 9 },
      { sampling: 'uniform', sampled: 8 },
      { sampling: 'popularity', sampled: 9 },
    );
    const expected = ['s1', 's2'].map((nodeId) => ({ nodeId, code: 'samples-differ', values: { other: 's0' } }));
    expect(problemsOfSamples(graph, {})).toEqual(expected);
    expect(judge(graph, { fields: [], users: 0, items: 0, events: 0, hasTime: true }).problems).toEqual(
      expect.arrayContaining(expected),
    );
  });

  describe('and its candidates of both kinds', () => {
    const mixed = (...objectives: Record<string, Json>[]): TowerGraph => {
      const graph = graphOf(...objectives.map((params) => ({ from: 'mixed', candidates: 6, ...params })));
      return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, block: 'list-softmax' })) };
    };

    it('are so many of the catalogue, and the rest of what was shown', () => {
      expect(candidatesOf(mixed({ drawn: 2 }))).toEqual({ each: 6, shown: 3 });
      expect(candidatesOf(mixed({ drawn: 5 }))).toEqual({ each: 6, shown: 0 });
      expect(candidatesOf(mixed({ from: 'catalogue', drawn: 2 }))).toEqual({ each: 6, shown: 0 });
      expect(candidatesOf(mixed({ from: 'shown', drawn: 2 }))).toEqual({ each: 6, shown: 5 });
    });

    it('need rows that were shown in the data, unless all of them are drawn', () => {
      const problem = { nodeId: 's0', field: 'from', code: 'nothing-shown', values: {} };
      expect(problemsOfSamples(mixed({ drawn: 2 }), {})).toEqual([problem]);
      expect(problemsOfSamples(mixed({ drawn: 2 }), { hasShown: true })).toEqual([]);
      expect(problemsOfSamples(mixed({ drawn: 5 }), {})).toEqual([]);
    });

    it('cannot be more than there are places', () =>
      expect(problemsOfSamples(mixed({ drawn: 6 }), { hasShown: true })).toEqual([
        { nodeId: 's0', field: 'drawn', code: 'too-many-drawn', values: { most: 5 } },
      ]));

    it('are as many for all objectives', () =>
      expect(problemsOfSamples(mixed({ drawn: 2 }, { drawn: 3 }), { hasShown: true })).toEqual([
        { nodeId: 's1', code: 'candidates-differ', values: { other: 's0' } },
      ]));
  });

  describe('and the teacher of its candidates', () => {
    const data = {
      hasShown: true as const,
      scores: [
        { name: 'score', least: -2, most: 1.5 },
        { name: 'chance', least: 0, most: 1 },
      ],
    };
    const rankerOf = (...objectives: Record<string, Json>[]): TowerGraph => {
      const graph = graphOf(...objectives);
      return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, block: 'pair-bce' })) };
    };
    const problemsOf = (...objectives: Record<string, Json>[]) => problemsOfSamples(rankerOf(...objectives), data);
    const at = (code: string, values: object) => [{ nodeId: 's0', field: 'teacher', code, values }];

    it('are asked for by name', () => {
      const graph = rankerOf({ from: 'shown', teacher: 'chance', teacherGives: 'probability' });
      const teacher = { column: 'chance', gives: 'probability' };
      expect(candidatesOf(graph)).toEqual({ each: 16, shown: 15, teacher });
      expect(problemsOfSamples(graph, data)).toEqual([]);
      expect(candidatesOf(rankerOf({ from: 'shown' }))).toEqual({ each: 16, shown: 15 });
    });

    it('is a column that there is, and the problem names those that there are', () => {
      expect(problemsOf({ from: 'shown', teacher: 'scroe' })).toEqual(
        at('no-such-column', { column: 'scroe', known: 'score, chance' }),
      );
      expect(problemsOfSamples(rankerOf({ from: 'shown', teacher: 'score' }), { hasShown: true })).toEqual(
        at('no-such-column', { column: 'score', known: '–' }),
      );
    });

    it('scored rows of the log, not what is drawn from the catalogue, and says nothing where nothing was shown', () => {
      expect(problemsOf({ teacher: 'score' })).toEqual(at('scores-of-shown', {}));
      expect(problemsOfSamples(rankerOf({ from: 'shown', teacher: 'score' }), {}).map(({ code }) => code)).toEqual([
        'nothing-shown',
      ]);
    });

    it('scored those that were shown, beside which others may be drawn', () => {
      expect(problemsOf({ from: 'mixed', teacher: 'score' })).toEqual([]);
      expect(problemsOf({ from: 'mixed', drawn: 15, teacher: 'score' })).toEqual(at('scores-of-shown', {}));
    });

    it('gives probabilities only between 0 and 1', () => {
      expect(problemsOf({ from: 'shown', teacher: 'score' })).toEqual([]);
      expect(problemsOf({ from: 'shown', teacher: 'score', teacherGives: 'probability' })).toEqual(
        at('no-probabilities', { column: 'score', least: -2, most: 1.5 }),
      );
    });

    it('is a stored run, whose scores a pointwise loss reads as log-odds and a listwise one as they are', () => {
      const byRun = { from: 'shown', taughtBy: 'run', run: 'r1', teacher: 'scroe' };
      expect(candidatesOf(rankerOf(byRun))!.teacher).toEqual({ run: 'r1', asLogOdds: true });
      expect(problemsOf(byRun)).toEqual([]);
      expect(scoringRunOf(rankerOf(byRun))).toBe('r1');
      const others: Record<string, Json>[] = [{}, { from: 'shown', teacher: 'score', run: 'r1' }];
      for (const other of others) {
        expect(scoringRunOf(rankerOf(other))).toBeNull();
        expect(scaledBy(rankerOf(other))).toBeNull();
      }
      const pointwise = rankerOf(byRun, byRun);
      const nodes = pointwise.nodes.map((node, i) => (i === 0 ? { ...node, block: 'list-softmax' } : node));
      expect(candidatesOf({ ...pointwise, nodes: nodes.slice(0, 1) })!.teacher).toEqual({
        run: 'r1',
        asLogOdds: false,
      });
      // Both in one graph have one set of scores, in which a zero means something.
      const both = { ...pointwise, nodes };
      expect([scaledBy({ ...both, nodes: nodes.slice(0, 1) }), scaledBy(both)]).toEqual([null, 's1']);
      expect(problemsOfSamples(both, data)).toEqual([]);
      expect(candidatesOf(both)!.teacher).toEqual({ run: 'r1', asLogOdds: true });
      expect(problemsOf(byRun, { ...byRun, run: 'r2' }).map(({ code }) => code)).toEqual(['candidates-differ']);
    });

    it('is a run that is named, and that scores rows of the log', () => {
      const atRun = (code: string) => [{ nodeId: 's0', field: 'run', code, values: {} }];
      expect(problemsOf({ from: 'shown', taughtBy: 'run' })).toEqual(atRun('no-run'));
      expect(problemsOf({ taughtBy: 'run', run: 'r1' })).toEqual(atRun('scores-of-shown'));
    });

    it('is one for all objectives', () => {
      const taught = { from: 'shown', teacher: 'score' };
      expect(problemsOf(taught, { ...taught, teacherShare: 0 })).toEqual([]);
      for (const other of [{ from: 'shown' }, { ...taught, teacher: 'chance' }])
        expect(problemsOf(taught, other)).toEqual([
          { nodeId: 's1', code: 'candidates-differ', values: { other: 's0' } },
        ]);
    });
  });
});
