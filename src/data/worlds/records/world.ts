import type { Roles } from '../../table';
import { generated, logRoles, type LogColumns } from '../planted/tables';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';
import { makeCollectors, soundOf } from './collectors';
import { makeRecords, recordCount } from './records';

const columns: LogColumns = { user: 'collector', item: 'record' };
const roles: Roles = {
  log: logRoles(columns),
  items: [
    { column: 'record', role: 'id' },
    { column: 'title', role: 'title' },
    { column: 'genre', role: 'field', encoding: 'categorical' },
    { column: 'decade', role: 'field', encoding: 'categorical' },
    { column: 'format', role: 'field', encoding: 'categorical' },
    { column: 'pressing', role: 'field', encoding: 'categorical' },
    { column: 'sleeve', role: 'field', encoding: 'categorical' },
  ],
  users: [
    { column: 'collector', role: 'id' },
    { column: 'name', role: 'title' },
    { column: 'home_genre', role: 'field', encoding: 'categorical' },
    { column: 'country', role: 'field', encoding: 'categorical' },
    { column: 'turntable', role: 'field', encoding: 'categorical' },
  ],
};

const records: World = {
  id: 'records',
  defaultEvents: 30_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('records', events);
    const items = makeRecords(seed, recordCount(events));
    const people = makeCollectors(seed, events, items.length);
    const sound = soundOf(items);
    const planted = {
      id: 'records',
      seed,
      people,
      items,
      shopWindow: Float64Array.from(items, ({ appeal }) => appeal),
      pulls: (person: number) => sound(people[person]!),
    };
    return generated(planted, columns, {
      items: tableFrom('records-records.csv', {
        record: items.map(({ id }) => id),
        title: items.map(({ title }) => title),
        genre: items.map(({ genre }) => genre),
        decade: items.map(({ decade }) => decade),
        format: items.map(({ format }) => format),
        pressing: items.map(({ pressing }) => pressing),
        sleeve: items.map(({ sleeve }) => sleeve),
      }),
      users: tableFrom('records-collectors.csv', {
        collector: people.map(({ id }) => id),
        name: people.map(({ name }) => name),
        home_genre: people.map(({ genre }) => genre),
        country: people.map(({ country }) => country),
        turntable: people.map(({ turntable }) => turntable),
      }),
      roles,
    });
  },
};

export default records;
