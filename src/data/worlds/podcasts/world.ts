import type { Roles } from '../../table';
import { generated, logRoles, type LogColumns } from '../planted/tables';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';
import { hearsay, makeListeners } from './listeners';
import { makeShows, showCount } from './shows';

const columns: LogColumns = { user: 'listener', item: 'show' };
const roles: Roles = {
  log: logRoles(columns),
  items: [
    { column: 'show', role: 'id' },
    { column: 'title', role: 'title' },
    { column: 'category', role: 'field', encoding: 'categorical' },
    { column: 'length', role: 'field', encoding: 'categorical' },
    { column: 'artwork', role: 'field', encoding: 'categorical' },
  ],
  users: [
    { column: 'listener', role: 'id' },
    { column: 'name', role: 'title' },
    { column: 'favourite_category', role: 'field', encoding: 'categorical' },
    { column: 'country', role: 'field', encoding: 'categorical' },
    { column: 'player', role: 'field', encoding: 'categorical' },
  ],
};

const podcasts: World = {
  id: 'podcasts',
  defaultEvents: 24_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('podcasts', events);
    const items = makeShows(seed, showCount(events));
    const people = makeListeners(seed, events, items.length);
    const heard = hearsay(items);
    const planted = {
      id: 'podcasts',
      seed,
      people,
      items,
      shopWindow: Float64Array.from(items, ({ appeal }) => appeal),
      pulls: (person: number) => heard(people[person]!),
    };
    return generated(planted, columns, {
      items: tableFrom('podcasts-shows.csv', {
        show: items.map(({ id }) => id),
        title: items.map(({ title }) => title),
        category: items.map(({ category }) => category),
        length: items.map(({ length }) => length),
        artwork: items.map(({ artwork }) => artwork),
      }),
      users: tableFrom('podcasts-listeners.csv', {
        listener: people.map(({ id }) => id),
        name: people.map(({ name }) => name),
        favourite_category: people.map(({ category }) => category),
        country: people.map(({ country }) => country),
        player: people.map(({ player }) => player),
      }),
      roles,
    });
  },
};

export default podcasts;
