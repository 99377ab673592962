import { describe, expect, it } from 'vitest';
import { judge } from '../../model/check/judge';
import type { Schema } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { documentUntil, presetsIn, stagesOfRuns, standardFunnel } from './standard';

const schemaOf = (items: number, change: Partial<Schema> = {}): Schema => ({
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 102, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: items + 2, length: 1 },
    { name: 'genres', owner: 'item', kind: 'bag', rows: 20, length: 4 },
  ],
  users: 100,
  items,
  events: 20_000,
  hasTime: true,
  ...change,
});
const keepsOf = (schema: Schema): number[] => standardFunnel(schema).map(({ keep }) => keep);

describe('the standard funnel', () => {
  it('retrieves by interests and two towers, orders by two towers, and ends with a ranker', () => {
    const stages = standardFunnel(schemaOf(800));
    expect(stages.map(({ presets }) => presets)).toEqual([['mind', 'two-tower'], ['two-tower'], ['pre-ranker']]);
    expect(presetsIn(stages)).toEqual(['mind', 'two-tower', 'pre-ranker']);
    expect(preset(stages.at(-1)!.presets[0]!).isRanker).toBe(true);
  });

  it('leaves out what a log without time does not carry, and the stage that would order as the one before', () => {
    const stages = standardFunnel(schemaOf(800, { hasTime: false }));
    expect(stages).toEqual([
      { presets: ['two-tower'], keep: 100 },
      { presets: ['pre-ranker'], keep: 10 },
    ]);
  });

  it.each([
    ['time', schemaOf(800)],
    ['no time', schemaOf(800, { hasTime: false })],
    ['sessions alone', schemaOf(800, { hasTime: false, hasSessions: true })],
    ['impressions', schemaOf(800, { hasShown: true })],
    ['three items', schemaOf(3)],
  ])('has models without problems for a log with %s', (_, schema) => {
    for (const id of presetsIn(standardFunnel(schema)))
      expect(judge(documentUntil(id, schema, null).graph, schema).problems, id).toEqual([]);
  });

  it('keeps round numbers that grow with the catalogue, and never more than there are items', () => {
    expect(keepsOf(schemaOf(100_000))).toEqual([1000, 500, 20]);
    expect(keepsOf(schemaOf(3706))).toEqual([500, 200, 20]);
    expect(keepsOf(schemaOf(300))).toEqual([50, 20, 10]);
    expect(keepsOf(schemaOf(60))).toEqual([20, 10, 10]);
    expect(keepsOf(schemaOf(14))).toEqual([14, 10, 10]);
    expect(keepsOf(schemaOf(1))).toEqual([1, 1, 1]);
  });
});

it('a preset is trained as it says, or until it is told', () => {
  const schema = schemaOf(800);
  const { settings } = preset('mind').build(schema);
  expect(documentUntil('mind', schema, null).settings).toEqual(settings);
  const until = { steps: 10 };
  expect(documentUntil('mind', schema, until).settings).toEqual({
    ...settings,
    stages: [{ ...settings.stages[0], until }],
  });
});

it('the runs of its presets stand at the same stages, with the same cut-offs', () => {
  const stages = stagesOfRuns(standardFunnel(schemaOf(300)), (id) => `run of ${id}`);
  expect(stages.map(({ sources, keep }) => [sources.map(({ run }) => run), keep])).toEqual([
    [['run of mind', 'run of two-tower'], 50],
    [['run of two-tower'], 20],
    [['run of pre-ranker'], 10],
  ]);
  expect(new Set(stages[0]!.sources.map(({ weight }) => weight)).size).toBe(1);
});
