import { describe, expect, it } from 'vitest';
import { cells, mean, perEvent, roleColumn } from '../testing';
import { RED_TAG } from './browsers';
import bargains from './world';

const world = bargains.generate({ events: 24_000, seed: 11 });
const { eventInterest, stray } = world.truth;
const [dwell, liked] = [roleColumn(world, 'dwell').map(Number), roleColumn(world, 'label').map(Number)];
const rooms = perEvent(world, 'item', 'room');
const rows = [...eventInterest.keys()].filter((row) => stray[row] === 0);
const [tagged, wanted] = [
  rows.filter((row) => eventInterest[row] === RED_TAG),
  rows.filter((row) => eventInterest[row] !== RED_TAG),
];

describe('the clearance sale', () => {
  it('leads a good half of all clicks by a red tag, and the others to the rooms of a person', () => {
    // What is left of a room is less and less wanted, of the tags each as before.
    expect(tagged.length / rows.length).toBeGreaterThan(0.5);
    expect(tagged.length / rows.length).toBeLessThan(0.6);
    expect(wanted.every((row) => eventInterest[row] === rooms[row])).toBe(true);
    for (const browser of cells(world.users, 'visitor').slice(0, 50)) {
      const own = world.truth.interests(browser);
      expect([2, 3]).toContain(own.length);
      expect(own[0]).toEqual({ interest: RED_TAG, share: 0.5 });
    }
  });

  it('hangs red tags on three goods of each room, whoever looks at them', () => {
    const goods = roleColumn(world, 'item');
    expect(new Set(tagged.map((row) => goods[row])).size).toBe(30);
    for (const room of new Set(rooms)) expect(tagged.filter((row) => rooms[row] === room).length).toBeGreaterThan(900);
  });

  it('tells a look from a wish by the time after the click, which clicks do not', () => {
    const of = (values: readonly number[], own: readonly number[]): number => mean(own.map((row) => values[row]!));
    expect(of(dwell, tagged)).toBeLessThan(16);
    expect(of(dwell, wanted)).toBeGreaterThan(70);
    expect(of(liked, tagged)).toBeLessThan(0.03);
    expect(of(liked, wanted)).toBeGreaterThan(0.3);
    // Of the bounds that the study weighs by.
    expect(mean(tagged.map((row) => Number(dwell[row]! > 20)))).toBeLessThan(0.02);
    expect(mean(wanted.map((row) => Number(dwell[row]! > 20)))).toBeGreaterThan(0.98);
  });
});
