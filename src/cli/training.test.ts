import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { categoryFacts } from '../data/categories';
import { dataset, draw } from '../model/blocks/augment/testing';
import { schemaOf } from '../model/document/schema';
import type { Lab } from '../lab/protocol';
import { towersFile } from '../model/formats/towers/format';
import { smallSettings } from '../model/harness/small-graph';
import { towersFrom } from '../lab/towers/testing';
import { preset } from '../model/presets/presets';
import { changedGraph, chooseDocument, readChoice, warningsOf } from './training';

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

it('--teacher is the run of whatever has a teacher, and --params may still say below what is irrelevant', () => {
  const schema = schemaOf(dataset);
  const mobius = preset('mobius').build(schema, { width: 4 }).graph;
  const threshold = { node: 'softmax', name: 'threshold', value: 0.4 };
  const { nodes } = changedGraph(mobius, schema, { teacher: 'some/folder/towers.json', params: [threshold] });
  expect(nodes.find(({ id }) => id === 'softmax')!.params).toMatchObject({
    teacher: 'run',
    run: 'towers.json',
    threshold: 0.4,
  });
  const din = preset('din').build(schema, { width: 4 }).graph;
  const taught = changedGraph(din, schema, { teacher: 'some/folder/ranker.json' });
  expect(taught.nodes.find(({ id }) => id === 'softmax')!.params).toMatchObject({
    taughtBy: 'run',
    run: 'ranker.json',
  });
  const plain = preset('two-tower').build(schema, { width: 4 }).graph;
  expect(() => changedGraph(plain, schema, { teacher: 'towers.json' })).toThrow('--teacher: no objective');
});

it('--recent-popularity says whether the graph is a ranker, or has no place for it', () => {
  const schema = schemaOf(dataset);
  const refused = (id: string) => () =>
    changedGraph(preset(id).build(schema, { width: 4 }).graph, schema, { 'recent-popularity': true });
  for (const id of ['din', 'pre-ranker']) expect(refused(id)).toThrow('the graph is a ranker');
  for (const id of ['recent-popularity', 'mobius']) expect(refused(id)).toThrow('no objective ranks by the score');
  expect(refused('two-tower')).not.toThrow();
});

it('--graph takes the file that the page exports, with its settings, and binds its ids to those of the log', async () => {
  const towers = towersFrom();
  const path = join(mkdtempSync(join(tmpdir(), 'tower-lab-')), 'senet.towers.json');
  writeFileSync(path, JSON.stringify(towersFile(towers)));
  expect(readChoice({ graph: path }).own).toEqual(towers);
  const lab = { ask: async () => ({ graph: null, settings: null }) } as unknown as Lab;
  const book = { name: 'book', owner: 'item', kind: 'id', rows: 9, length: 1 } as const;
  const { graph, settings, preset } = await chooseDocument(
    lab,
    { schema: { fields: [book], users: 4, items: 9, events: 40, hasTime: true } },
    { graph: path, seed: 5 },
  );
  expect(preset).toBeNull();
  expect(settings).toEqual({ ...towers.settings, seed: 5 });
  expect([...new Set(graph.tables.map(({ field }) => field))].toSorted()).toEqual(['book', 'genre']);
  writeFileSync(path, JSON.stringify({ ...towersFile(towers), version: 4 }));
  expect(() => readChoice({ graph: path })).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({ problems: [expect.objectContaining({ code: 'newer-version' })] }),
    }),
  );
});
