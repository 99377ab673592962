import { describe, expect, it } from 'vitest';
import { cells, chiSquarePerFreedom, generate, known, mainPulls, mean, roleColumn } from '../testing';

describe('the record exchange', () => {
  const world = generate('records', 5, 12_000);
  const isEngineer = (interest: string): boolean => interest.startsWith('engineer');

  it('has four engineers behind nine of ten wanted clicks of every collector', () => {
    for (const collector of cells(world.users, 'collector')) {
      const interests = world.truth.interests(collector);
      expect(interests.filter(({ interest }) => isEngineer(interest)).map(({ share }) => share)).toEqual([
        0.4, 0.25, 0.15, 0.1,
      ]);
      expect(new Set(interests.map(({ interest }) => interest)).size).toBe(5);
    }
    const wanted = world.truth.eventInterest.filter((_, row) => !world.truth.stray[row]);
    expect(mean(wanted.map((interest) => Number(isEngineer(interest))))).toBeGreaterThan(0.8);
  });

  it('has one engineer for every record, whom no column names', () => {
    const engineerOf = new Map<string, string>();
    roleColumn(world, 'item').forEach((record, row) => {
      const interest = world.truth.eventInterest[row]!;
      if (world.truth.stray[row] || !isEngineer(interest)) return;
      expect(engineerOf.get(record) ?? interest).toBe(interest);
      engineerOf.set(record, interest);
    });
    const engineers = mainPulls(world, isEngineer);
    expect(new Set(engineers).size).toBeGreaterThan(30);
    for (const column of ['genre', 'decade', 'format', 'pressing', 'sleeve']) {
      expect([column, chiSquarePerFreedom(...known(cells(world.items, column), engineers)) < 1.5]).toEqual([
        column,
        true,
      ]);
    }
  });
});
