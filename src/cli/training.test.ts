import { expect, it } from 'vitest';
import { categoryFacts } from '../data/categories';
import { dataset, draw } from '../model/blocks/augment/testing';
import { schemaOf } from '../model/document/schema';
import { smallSettings } from '../model/harness/small-graph';
import { warningsOf } from './training';

it('what will hardly work is said before training, from the log and the settings: categories that seldom meet in a batch', () => {
  const warnings = (batch: number) =>
    warningsOf(draw({}), smallSettings({ batch }), {
      schema: schemaOf(dataset),
      sessions: null,
      categories: categoryFacts(dataset, 32),
    });
  expect(warnings(2)).toEqual([
    expect.stringMatching(
      /^alignment: In a batch of 2 events, 0\.\d categories of “category” have 2 distinct items on average/,
    ),
  ]);
  expect(warnings(256)).toEqual([]);
});
