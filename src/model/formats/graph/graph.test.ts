import { describe, expect, it } from 'vitest';
import type { TowerGraph } from '../../document/graph';
import { parseGraph } from '../../check/parse';
import { presets } from '../../presets/presets';
import { graphFormat } from './format';

const corpus = import.meta.glob<TowerGraph>('./corpus/v*.json', { eager: true, import: 'default' });
const files = Object.entries(corpus).map(([path, file]) => ({ path, file }));
const { version } = graphFormat.header;
const read = (input: object): TowerGraph => {
  const parsed = parseGraph(JSON.parse(JSON.stringify(input)));
  return parsed.ok ? parsed.value : expect.fail(JSON.stringify(parsed.problems));
};

describe('graphs of version 1', () => {
  const old = files.filter(({ file }) => file.version === 1);
  it.each(old)(
    '$path: the towers are what they were, and their title says which preset made them',
    ({ path, file }) => {
      const [, id = ''] = /v1-(.+)-\w+\.json$/.exec(path)!;
      expect(presets.has(id)).toBe(true);
      expect(read(file)).toEqual({ ...file, version, madeFrom: { preset: id } });
    },
  );

  it.each([
    ['Two towers', 'two-tower'],
    ['Classic two towers', 'classic'],
    ['SENet two towers', 'senet'],
    ['Parallel towers', 'parallel'],
    ['DAT two towers', 'dat'],
    ['Towers with a short-cut', 'shortcut'],
    ['Que2Search', 'que2search'],
    ['MIND', 'mind'],
    ['ComiRec-SA', 'comirec'],
    ['SDM', 'sdm'],
    ['SDM, short and long term apart', 'sdm-split'],
  ])('titled “%s” were made by %s', (title, id) =>
    expect(read({ ...old[0]!.file, title }).madeFrom).toEqual({ preset: id }),
  );

  it('of another title began as nothing that is known', () => {
    for (const title of ['Two towers, narrow', '', 'toString', '双塔'])
      expect(read({ ...old[0]!.file, title })).toEqual({ ...old[0]!.file, title, version });
  });
});
