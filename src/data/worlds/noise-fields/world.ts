import { createRandom } from '../../random';
import type { Roles } from '../../table';
import { pick, shareEvents } from '../draw';
import { people } from '../people';
import { tableFrom } from '../tables';
import { logColumns, visitsOf } from '../visits';
import { checkEvents, type World } from '../world';
import { NEEDS, shareOf, suits } from './needs';
import { makePlants, plantCount } from './plants';

const EVENTS_PER_GARDEN = 10;
const MIN_EVENTS_OF_GARDEN = 5;
const CARDS = ['leaf', 'bronze', 'silver', 'gold', 'staff', 'guest'];
const BAYS = ['gate', 'hedge', 'wall', 'shed', 'pond', 'lane'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Printed on labels and cards, and never asked when a plant is chosen. */
const NOISE = { club_card: 0, parking_bay: 0, newsletter_day: 0, pot_colour: 0, bench: 0, label_font: 0 };

const categorical = (column: string) => ({ column, role: 'field', encoding: 'categorical' }) as const;
const roles: Roles = {
  log: [
    { column: 'user', role: 'user' },
    { column: 'item', role: 'item' },
    { column: 'time', role: 'time' },
    { column: 'session', role: 'session' },
    { column: 'dwell_seconds', role: 'dwell' },
    { column: 'liked', role: 'label' },
  ],
  items: [
    { column: 'item', role: 'id' },
    { column: 'title', role: 'title' },
    ...[...NEEDS.map(({ plant }) => plant), 'pot_colour', 'bench', 'label_font'].map(categorical),
  ],
  users: [
    { column: 'user', role: 'id' },
    { column: 'name', role: 'title' },
    ...[...NEEDS.map(({ garden }) => garden), 'club_card', 'parking_bay', 'newsletter_day'].map(categorical),
  ],
};

const noiseFields: World = {
  id: 'noise-fields',
  defaultEvents: 24_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('noise-fields', events);
    const plants = makePlants(seed, plantCount(events));
    const random = createRandom(seed, 'noise-fields', 'gardens');
    const count = Math.max(20, Math.round(events / EVENTS_PER_GARDEN));
    const sizes = shareEvents(random, count, events, MIN_EVENTS_OF_GARDEN);
    const gardens = people(createRandom(seed, 'noise-fields', 'names'), count).map((person, g) => ({
      ...person,
      events: sizes[g]!,
      has: NEEDS.map(({ values }) => random.below(values.length)),
      card: pick(random, CARDS),
      bay: pick(random, BAYS),
      day: pick(random, DAYS),
    }));
    const { rows, truth } = visitsOf({
      world: 'noise-fields',
      seed,
      users: gardens,
      items: plants,
      odds: (user) =>
        Float64Array.from(plants, ({ needs }) =>
          NEEDS.reduce((sum, need, k) => sum + need.strength * suits(need, gardens[user]!.has[k]!, needs[k]!), 0),
        ),
      interests: (user) => [
        { interest: NEEDS.map(({ values }, k) => values[gardens[user]!.has[k]!]).join(', '), share: 1 },
      ],
    });
    return {
      log: tableFrom('nursery-log.csv', logColumns(rows, gardens, plants)),
      items: tableFrom('nursery-plants.csv', {
        item: plants.map(({ id }) => id),
        title: plants.map(({ title }) => title),
        ...Object.fromEntries(
          NEEDS.map(({ plant, values }, k) => [plant, plants.map(({ needs }) => values[needs[k]!]!)]),
        ),
        pot_colour: plants.map(({ pot }) => pot),
        bench: plants.map(({ bench }) => bench),
        label_font: plants.map(({ font }) => font),
      }),
      users: tableFrom('nursery-gardens.csv', {
        user: gardens.map(({ id }) => id),
        name: gardens.map(({ name }) => name),
        ...Object.fromEntries(
          NEEDS.map(({ garden, values }, k) => [garden, gardens.map(({ has }) => values[has[k]!]!)]),
        ),
        club_card: gardens.map(({ card }) => card),
        parking_bay: gardens.map(({ bay }) => bay),
        newsletter_day: gardens.map(({ day }) => day),
      }),
      roles,
      truth: { ...truth, fields: { ...shareOf('garden'), ...shareOf('plant'), ...NOISE } },
    };
  },
};

export default noiseFields;
