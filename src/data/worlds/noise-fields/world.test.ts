import { describe, expect, it } from 'vitest';
import { informationBeyondChance, perEvent } from '../testing';
import noiseFields from './world';

const world = noiseFields.generate({ events: 24_000, seed: 11 });
const told = (user: string, item: string): number =>
  informationBeyondChance(perEvent(world, 'user', user), perEvent(world, 'item', item));

describe('the plant nursery', () => {
  it('lets soil decide most, light less, wind least', () => {
    const [soil, light, wind] = [told('soil', 'likes_soil'), told('light', 'likes_light'), told('wind', 'likes_wind')];
    expect(soil).toBeGreaterThan(0.5);
    expect(light).toBeGreaterThan(0.25);
    expect(light).toBeLessThan(0.4);
    expect(wind).toBeGreaterThan(0.08);
    expect(wind).toBeLessThan(0.15);
  });

  it.each(['club_card', 'parking_bay', 'newsletter_day'])('says nothing of a plant by %s', (column) => {
    for (const item of ['likes_soil', 'likes_light', 'likes_wind', 'pot_colour', 'bench', 'label_font'])
      expect(Math.abs(told(column, item)), item).toBeLessThan(0.003);
  });

  it.each(['pot_colour', 'bench', 'label_font'])('says nothing of a garden by %s', (column) => {
    // A popular plant has some colour by chance.
    for (const user of ['soil', 'light', 'wind']) expect(Math.abs(told(user, column)), user).toBeLessThan(0.015);
  });

  it('knows of every field whether it decides, and of those that do which more', () => {
    const { truth, roles } = world;
    const fields = [...roles.items!, ...roles.users!]
      .filter(({ role }) => role === 'field')
      .map(({ column }) => column);
    expect(Object.keys(truth.fields!).toSorted()).toEqual(fields.toSorted());
    for (const [garden, plant] of [
      ['soil', 'likes_soil'],
      ['light', 'likes_light'],
      ['wind', 'likes_wind'],
    ] as const)
      expect(truth.fields![garden], garden).toBe(truth.fields![plant]);
    expect(truth.fields).toMatchObject({ soil: 1, club_card: 0, label_font: 0 });
    expect(truth.fields!['light']).toBeGreaterThan(truth.fields!['wind']!);
  });
});
