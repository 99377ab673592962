import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../data/dataset';
import { PART } from '../../../data/shown';
import { worldById } from '../../../data/worlds/worlds';
import { schemaOf } from '../../../model/document/schema';
import { prepare } from './documents';
import { teacherOf, withImpressions } from './impressions';
import type { Study } from '../studies';

const SEED = 3;
const BESIDE = 3;
const world = worldById('hobbies').generate({ events: 800, seed: SEED });
const table = withImpressions(world, SEED, { beside: BESIDE, noise: 0.5 });
const cells = (name: string, of = table): string[] => {
  const { dictionary, codes } = of.columns.find((column) => column.name === name)!;
  return Array.from(codes, (code) => dictionary[code]!);
};
const [taken, item, user, time] = ['taken', 'good', 'maker', 'time'].map((name) => cells(name));

describe('what was shown', () => {
  it('stands behind each row of the log, at its moment: other items, none of them taken before', () => {
    expect(table.rows).toBe(world.log.rows * (1 + BESIDE));
    const before = new Map<string, Set<string>>();
    for (let row = 0; row < table.rows; row += 1 + BESIDE) {
      const block = Array.from({ length: 1 + BESIDE }, (_, place) => row + place);
      expect(block.map((at) => taken![at])).toEqual(['1', ...Array.from({ length: BESIDE }, () => '0')]);
      for (const column of [user!, time!]) expect(new Set(block.map((at) => column[at])).size).toBe(1);
      expect(new Set(block.map((at) => item![at])).size).toBe(1 + BESIDE);
      const own = before.get(user![row]!) ?? new Set();
      expect(block.filter((at) => own.has(item![at]!))).toEqual([]);
      before.set(user![row]!, own.add(item![row]!));
    }
    const rows = [...taken!.keys()].filter((row) => taken![row] === '1');
    for (const name of ['good', 'maker', 'time', 'liked', 'dwell_seconds'])
      expect(rows.map((row) => cells(name)[row])).toEqual(cells(name, world.log));
  });

  it('has the log of the chance in the world as the score of a teacher, off by as much as he is', () => {
    const { truth } = world;
    const sure = teacherOf(truth, SEED, { noise: 0 })(user![0]!, Date.parse(time![0]!));
    const chances = truth.score(user![0]!, Date.parse(time![0]!));
    expect([...sure]).toEqual(Array.from(chances, Math.log));
    const exact = withImpressions(world, SEED, { beside: BESIDE, noise: 0 });
    const [right, said] = [cells('teacher', exact), cells('teacher')].map((column) => column.map(Number));
    const errors = said!.map((score, row) => score - right![row]!);
    const mean = errors.reduce((sum, x) => sum + x, 0) / errors.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.sqrt(errors.reduce((sum, x) => sum + x * x, 0) / errors.length)).toBeCloseTo(0.5, 1);
    // The same for a person and an item at all times.
    const seen = new Map<string, number>();
    let again = 0;
    errors.forEach((error, row) => {
      const pair = `${user![row]} ${item![row]}`;
      if (seen.has(pair)) expect(error).toBeCloseTo(seen.get(pair)!, 2);
      again += Number(seen.has(pair));
      seen.set(pair, error);
    });
    expect(again).toBeGreaterThan(20);
  });

  it('leaves the events of a study as they are, and lets its arms learn from shown rows and their scores', async () => {
    const study: Study = {
      id: 'shown',
      question: '',
      world: { id: 'hobbies', events: 800, seed: 'run' },
      settings: () => expect.fail('no arm'),
      arms: {},
      budget: null,
      compare: [],
      claims: [],
    };
    const plain = (await prepare({ ...study }, SEED)).loaded.dataset;
    const impressions = { beside: BESIDE, noise: 0.5 };
    const { dataset } = (await prepare({ ...study, world: { ...study.world, impressions } }, SEED)).loaded;
    expect(plain.shown).toBeNull();
    // Items are numbered as the log names them.
    const namesOf = ({ items, events, split }: Dataset) =>
      [events.item, split.test.flatMap((target) => [...target.items])].map((of) => Array.from(of, (at) => items[at]));
    expect(namesOf(dataset)).toEqual(namesOf(plain));
    const train = dataset.shown!.part.filter((part) => part === PART.train).length;
    // What is shown to a person again, or taken later in the part, stands once or not at all.
    expect(train).toBeGreaterThan(dataset.split.train.length);
    expect(schemaOf(dataset)).toMatchObject({ hasShown: true });
    expect(schemaOf(dataset).scores!.map(({ name }) => name)).toContain('teacher');
  });
});
