import { describe, expect, it } from 'vitest';
import { build } from '../../data/build-testing';
import { validate } from '../check/validate';
import { setParam } from '../document/graph-edits';
import type { Json, TowerGraph } from '../document/graph';
import { schemaOf, type Schema } from '../document/schema';
import { withTeacher } from '../edits/with-teacher';
import { tinyDataset } from '../harness/tiny-log';
import { preset } from '../presets/presets';
import { keyOf, problemsOfKnownPairs, relevancesOf, teacherRunsOf } from './relevance';

const plain = schemaOf(tinyDataset());
const shown: Schema = { ...plain, hasShown: true, scores: [{ name: 'fit', least: 0, most: 1 }] };
const graphOf = (params: Record<string, Json>): TowerGraph =>
  Object.entries(params).reduce(
    (graph, [name, value]) => setParam(graph, 'softmax', name, value),
    preset('mobius').build(plain, { width: 4 }).graph,
  );
const problemsOf = (params: Record<string, Json>, schema = shown) => validate(graphOf(params), schema).problems;
const at = (field: string, code: string, values: object = {}) => [{ nodeId: 'softmax', field, code, values }];

describe('a teacher', () => {
  it('that is a column needs rows that were shown, numbers of that name, and numbers from 0 to 1', () => {
    expect(problemsOf({ teacher: 'column', column: 'fit' })).toEqual([]);
    expect(problemsOf({ teacher: 'column', column: 'fti' })).toEqual(
      at('column', 'no-such-column', { column: 'fti', known: 'fit' }),
    );
    expect(problemsOf({ teacher: 'column' })).toEqual(at('column', 'no-column-chosen', { known: 'fit' }));
    expect(problemsOf({ teacher: 'column', column: 'fit' }, plain)).toEqual(at('column', 'column-of-taken'));
    for (const [least, most] of [
      [-1, 1],
      [0, 60],
    ] as const)
      expect(
        problemsOf({ teacher: 'column', column: 'fit' }, { ...shown, scores: [{ name: 'fit', least, most }] }),
      ).toEqual(at('column', 'no-relevance', { column: 'fit', least, most }));
  });

  it('that is a run has to be named', () => {
    expect(problemsOf({ teacher: 'run' })).toEqual(at('run', 'no-run'));
    expect(problemsOf({ teacher: 'run', run: 'r1' })).toEqual([]);
    expect(teacherRunsOf(graphOf({ teacher: 'run', run: 'r1' }))).toEqual(['r1']);
    expect(teacherRunsOf(graphOf({ teacher: 'column', run: 'r1' }))).toEqual([]);
  });

  it('that no bad case may come of leaves no odds against bad to rank by', () => {
    const codes = (params: Record<string, Json>, against: string) =>
      validate(setParam(graphOf(params), 'match', 'against', against), plain).problems;
    const problem = [{ nodeId: 'match', field: 'against', code: 'no-bad-cases', values: { other: 'softmax' } }];
    for (const params of [{ bad: 0 }, { threshold: 0 }] as Record<string, Json>[]) {
      for (const against of ['either', 'bad']) expect(codes(params, against)).toEqual(problem);
      expect(codes(params, 'no-click')).toEqual([]);
    }
    expect(codes({ bad: 1, threshold: 0.1 }, 'either')).toEqual([]);
  });

  it('needs the order of events where it judges by the past alone', () => {
    const codes = (params: Record<string, Json>): string[] =>
      problemsOf(params, { ...shown, hasTime: false })
        .filter(({ nodeId }) => nodeId === 'softmax')
        .map(({ code }) => code);
    expect(codes({ teacher: 'co-occurrence' })).toEqual(['no-time']);
    expect(codes({ teacher: 'column', column: 'fit' })).toEqual([]);
    expect(codes({ teacher: 'run', run: 'r1' })).toEqual([]);
  });

  it('is asked once under a name of its own', () => {
    const asked: Record<string, Json>[] = [
      { teacher: 'run', run: 'a' },
      { teacher: 'run', run: 'b' },
      { teacher: 'column', column: 'a' },
    ];
    const keys = asked.map((params) => relevancesOf(graphOf({ ...params, threshold: 0.7 })).map(keyOf));
    expect(keys).toEqual([['50 run a'], ['50 run b'], ['50 column a']]);
  });

  it('takes the place of the one that is there, and none where nothing judges', () => {
    expect(teacherRunsOf(withTeacher(graphOf({}), 'towers.json')!)).toEqual(['towers.json']);
    expect(withTeacher(preset('two-tower').build(plain, { width: 4 }).graph, 'towers.json')).toBeNull();
  });
});

describe('a column that knows few pairs', () => {
  /** Each of ten users takes five items and is shown two more, `fit` to him by half. */
  const dataset = async () => {
    const rows = Array.from({ length: 10 * 7 }, (_, row) => {
      const [user, place] = [row % 10, Math.floor(row / 10)];
      return `u${user},i${(2 * user + place) % 20},${1_600_000_000 + 10 * place},${place % 3 === 1 ? 0 : 1},0.5`;
    });
    return (
      await build({
        log: `user,item,time,is_click,fit\n${rows.join('\n')}\n`,
        columns: 'label=fit',
        protocol: { positives: 'is_click=1' },
      })
    ).dataset;
  };

  it('is refused where a batch meets less than one pair that could be sampled', async () => {
    const data = await dataset();
    const found = (params: Record<string, Json>, batch: number) =>
      problemsOfKnownPairs(graphOf({ teacher: 'column', column: 'fit', ...params }), data, batch);
    expect(found({ threshold: 0.6 }, 64)).toEqual([]);
    expect(found({ threshold: 0.6 }, 2)).toEqual([
      { nodeId: 'softmax', field: 'column', code: 'too-few-known', values: expect.objectContaining({ batch: 2 }) },
    ]);
    // No pair lies below it.
    expect(found({ threshold: 0.5 }, 64)).toMatchObject([{ values: { column: 'fit', threshold: 0.5, pairs: 0 } }]);
    // Without bad cases nothing is sampled.
    expect(found({ threshold: 0.5, bad: 0 }, 64)).toEqual([]);
    expect(found({ threshold: 0 }, 64)).toEqual([]);
    expect(problemsOfKnownPairs(graphOf({}), data, 2)).toEqual([]);
  });
});
