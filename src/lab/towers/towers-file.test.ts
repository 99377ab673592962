import { describe, expect, it } from 'vitest';
import type { LabRefusal } from '../failure';
import { documentFrom, MOST_CHARACTERS, readTowersFile, towersAsFile } from './towers-file';
import { HOSTILE, hostile, schema, towersFrom } from './testing';
import { foreignProblems } from '../../model/check/towers';
import { settingsFile } from '../../model/formats/settings/format';
import { presets } from '../../model/presets/presets';
import corpus from '../../model/formats/towers/corpus/v1-sdm.json?raw';

const towers = towersFrom();
const refusalOf = (text: string) => {
  try {
    readTowersFile(text);
  } catch (error) {
    return (error as LabRefusal).failure;
  }
  return expect.fail('was read');
};

describe('a file of towers', () => {
  it('comes back as it was, called after its towers', async () => {
    const { fileName, blob } = towersAsFile('SENet: wide, <b>1</b>', towers);
    expect(fileName).toBe('SENet-wide-b-1-b-.towers.json');
    expect(readTowersFile(await blob.text())).toEqual(towers);
    expect(towersAsFile('', towers).fileName).toBe('graph.towers.json');
  });

  it('is told from weights and runs, with its keys in any order, and may be a graph with or without settings', () => {
    const { graph, settings } = towers;
    expect(readTowersFile(JSON.stringify({ graph, format: 'x' }))).toBeNull();
    expect(readTowersFile('{"format":"tower-lab/weights","graph":{}}')).toBeNull();
    expect(readTowersFile('{"graph":{},"tensors":{}}')).toBeNull();
    expect(readTowersFile('[1]')).toBeNull();
    expect(readTowersFile('no JSON')).toBeNull();
    const sorted = Object.fromEntries(
      Object.entries(JSON.parse(corpus) as object).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(Object.keys(sorted)[0]).toBe('fields');
    expect(readTowersFile(JSON.stringify(sorted))).toMatchObject({
      graph: { title: 'Sessions, 会话' },
      settings: { seed: 11 },
    });
    expect(readTowersFile(JSON.stringify(graph))).toEqual({ graph, settings: null, fields: [] });
    expect(readTowersFile(JSON.stringify({ settings: settingsFile(settings), graph }))).toEqual({
      graph,
      settings,
      fields: [],
    });
  });

  it('takes the settings on screen where it is a graph alone, which forget the terms it has not', () => {
    const now = {
      ...towers,
      settings: { ...towers.settings, stages: [{ ...towers.settings.stages[0]!, terms: ['gone'] }] },
    };
    const other = {
      ...now,
      graph: { ...towers.graph, nodes: [...towers.graph.nodes, { ...towers.graph.nodes[0]!, id: 'gone' }] },
    };
    const { graph, settings } = documentFrom({ graph: towers.graph, settings: null, fields: [] }, other, schema.fields);
    expect([graph, settings.batch, settings.stages[0]!.terms]).toEqual([towers.graph, towers.settings.batch, ['*']]);
    expect(() => documentFrom({ graph, settings: null, fields: [] }, null, undefined)).toThrow();
  });

  it('is bound to the ids of other data, and keeps the name of what is not there', () => {
    const to = [
      { name: 'reader', owner: 'user', kind: 'id' },
      { name: 'book', owner: 'item', kind: 'id' },
    ] as const;
    const { graph } = documentFrom(towers, null, to);
    expect([...new Set(graph.tables.map(({ field }) => field))].toSorted()).toEqual(['book', 'genre']);
  });

  it('is refused where it is longer than any drawing, cut short or no JSON', () => {
    const long = `{"format":"tower-lab/towers","x":"${'x'.repeat(MOST_CHARACTERS)}"}`;
    expect(refusalOf(long)).toMatchObject({ code: 'towers-too-large', values: { n: long.length } });
    expect(readTowersFile(long.replace('towers"', 'weights"'))).toBeNull();
    expect(() => readTowersFile('{"format":"tower-lab/towers","version":1,')).toThrow(/cut-short/);
    expect(() => readTowersFile('{"format":"tower-lab/towers"} x')).toThrow(/not-json/);
  });

  it.each(HOSTILE)('is refused with %s', (_, change, code, said) => {
    const failure = refusalOf(JSON.stringify(hostile(change)));
    expect([failure.code, failure.problems[0]?.code]).toEqual(['towers', code]);
    expect(JSON.stringify(failure.problems)).toMatch(said);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('is refused in few and short words, however much is wrong with it', () => {
    const nodes = Array.from({ length: 90 }, (_, i) => ({
      ...towers.graph.nodes[0]!,
      id: `${i}${'x'.repeat(5000)}`,
      block: `${i}`,
    }));
    const { problems } = refusalOf(JSON.stringify({ ...towers.graph, nodes, edges: [] }));
    expect(problems).toHaveLength(3);
    expect(JSON.stringify(problems).length).toBeLessThan(2000);
  });

  it('is not refused for a drawing that is not finished, nor for any preset on data it was not drawn for', () => {
    expect(readTowersFile(JSON.stringify({ ...towers.graph, edges: [] }))).not.toBeNull();
    const html = { ...towers.graph, title: '<img src=x onerror=stop()>' };
    expect(readTowersFile(JSON.stringify(html))).toMatchObject({ graph: html });
    for (const preset of presets.values())
      expect([preset.id, foreignProblems(preset.build(schema).graph)]).toEqual([preset.id, []]);
  });
});
