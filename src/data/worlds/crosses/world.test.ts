import { describe, expect, it } from 'vitest';
import { informationBeyondChance, perEvent } from '../testing';
import { CLIENT_FIELDS } from './clients';
import { crossed, DIRECTIONS, SECOND, signsOf } from './crossings';
import { GARMENT_FIELDS } from './garments';
import crosses from './world';

const SEED = 11;
const world = crosses.generate({ events: 24_000, seed: SEED });
const user = (column: string): string[] => perEvent(world, 'user', column);
const item = (column: string): string[] => perEvent(world, 'item', column);
const both = (a: readonly string[], b: readonly string[]): string[] => a.map((x, i) => `${x} ${b[i]!}`);
const USER = CLIENT_FIELDS.map(({ column }) => column);
const ITEM = GARMENT_FIELDS.map(({ column }) => column);

describe('the tailor', () => {
  it('gives nothing away by one field of a side, whatever field of the other it meets', () => {
    for (const u of USER)
      for (const i of ITEM)
        expect(Math.abs(informationBeyondChance(user(u), item(i))), `${u}, ${i}`).toBeLessThan(0.01);
  });

  it('gives nothing away by one field of a client even to who knows two of a garment, nor the other way round', () => {
    const [client, garment] = [both(user('trade'), user('city')), both(item('colour'), item('cut'))];
    for (const u of USER) expect(Math.abs(informationBeyondChance(user(u), garment)), u).toBeLessThan(0.1);
    for (const i of ITEM) expect(Math.abs(informationBeyondChance(client, item(i))), i).toBeLessThan(0.1);
    // Two of each side tell much.
    expect(informationBeyondChance(client, garment)).toBeGreaterThan(0.15);
  });

  it('takes two fields in half of the directions and three in the others: without any of them the product cancels', () => {
    const [clients, garments] = [signsOf(SEED, 'user', CLIENT_FIELDS), signsOf(SEED, 'item', GARMENT_FIELDS)];
    const values = (fields: typeof CLIENT_FIELDS, of: (column: string) => string[]) =>
      fields.map(({ column, values: names }) => of(column).map((name) => names.indexOf(name)));
    const [clientValues, garmentValues] = [values(CLIENT_FIELDS, user), values(GARMENT_FIELDS, item)];
    /**
     * Mean over events of taste x style in a direction, with the sign of one of the client's fields left out where
     * asked.
     */
    const agreement = (d: number, without: number | null): number => {
      let sum = 0;
      for (let e = 0; e < world.log.rows; e++) {
        const own = clientValues.map((field) => field[e]!);
        const left = without === null ? 1 : clients[without]![own[without]!]![d]!;
        sum +=
          crossed(clients, own)[d]! *
          left *
          crossed(
            garments,
            garmentValues.map((field) => field[e]!),
          )[d]!;
      }
      return sum / world.log.rows;
    };
    for (let d = 0; d < DIRECTIONS; d++) {
      expect(agreement(d, null), `direction ${d}`).toBeGreaterThan(0.3);
      for (const field of d < SECOND ? [0, 1] : [0, 1, 2])
        expect(Math.abs(agreement(d, field)), `direction ${d} without ${USER[field]!}`).toBeLessThan(0.15);
    }
  });
});
