import type { Roles } from '../../table';
import { tableFrom } from '../tables';
import { checkEvents, type World } from '../world';
import { bookCount, makeCatalogue, volumeName } from './catalogue';
import { Desire } from './desire';
import { makeReaders } from './readers';
import { SUBJECTS } from './subjects';
import { bookshopTruth } from './truth';
import { visitsOf } from './visits';

const roles: Roles = {
  log: [
    { column: 'reader', role: 'user' },
    { column: 'book', role: 'item' },
    { column: 'time', role: 'time' },
    { column: 'session', role: 'session' },
    { column: 'device', role: 'context', encoding: 'categorical' },
    { column: 'dwell_seconds', role: 'dwell' },
    { column: 'liked', role: 'label' },
  ],
  items: [
    { column: 'book', role: 'id' },
    { column: 'title', role: 'title' },
    { column: 'subject', role: 'field', encoding: 'categorical' },
    { column: 'author', role: 'field', encoding: 'categorical' },
    { column: 'moods', role: 'field', encoding: 'bag', separator: '|' },
    { column: 'series', role: 'field', encoding: 'categorical' },
    { column: 'volume', role: 'field', encoding: 'categorical' },
    { column: 'price', role: 'field', encoding: 'buckets' },
    { column: 'year', role: 'field', encoding: 'buckets' },
    { column: 'format', role: 'field', encoding: 'categorical' },
    { column: 'blurb', role: 'field', encoding: 'words' },
    { column: 'cover_colour', role: 'field', encoding: 'categorical' },
    { column: 'store_bay', role: 'field', encoding: 'categorical' },
  ],
  users: [
    { column: 'reader', role: 'id' },
    { column: 'name', role: 'title' },
    { column: 'segment', role: 'field', encoding: 'categorical' },
    { column: 'age_band', role: 'field', encoding: 'categorical' },
    { column: 'country', role: 'field', encoding: 'categorical' },
    { column: 'main_device', role: 'field', encoding: 'categorical' },
    { column: 'newsletter_batch', role: 'field', encoding: 'categorical' },
  ],
};

const bookshop: World = {
  id: 'bookshop',
  defaultEvents: 48_000,
  smallEvents: 4_000,
  generate({ events, seed }) {
    checkEvents('bookshop', events);
    const catalogue = makeCatalogue(seed, bookCount(events));
    const readers = makeReaders(seed, events);
    const desire = new Desire(catalogue);
    const visits = readers.map((_, r) => visitsOf(seed, readers, r, catalogue, desire));
    const rows = visits.flat().sort((a, b) => a.time - b.time || a.reader - b.reader);
    const { books } = catalogue;
    return {
      log: tableFrom('bookshop-log.csv', {
        reader: rows.map((row) => readers[row.reader]!.id),
        book: rows.map((row) => books[row.book]!.id),
        time: rows.map((row) => new Date(row.time).toISOString().replace('.000', '')),
        session: rows.map((row) => `${readers[row.reader]!.id}/${row.session + 1}`),
        device: rows.map((row) => row.device),
        dwell_seconds: rows.map((row) => String(row.dwell)),
        liked: rows.map((row) => (row.liked ? '1' : '0')),
      }),
      items: tableFrom('bookshop-books.csv', {
        book: books.map(({ id }) => id),
        title: books.map(({ title }) => title),
        subject: books.map(({ subject }) => SUBJECTS[subject]!.name),
        author: books.map(({ author }) => author),
        moods: books.map(({ moods }) => moods.join('|')),
        series: books.map(({ series }) => series),
        volume: books.map(volumeName),
        price: books.map(({ price }) => price.toFixed(2)),
        year: books.map(({ year }) => String(year)),
        format: books.map(({ format }) => format),
        blurb: books.map(({ blurb }) => blurb),
        cover_colour: books.map(({ cover }) => cover),
        store_bay: books.map(({ bay }) => bay),
      }),
      users: tableFrom('bookshop-readers.csv', {
        reader: readers.map(({ id }) => id),
        name: readers.map(({ name }) => name),
        segment: readers.map(({ segment }) => segment),
        age_band: readers.map(({ age }) => age),
        country: readers.map(({ country }) => country),
        main_device: readers.map(({ device }) => device),
        newsletter_batch: readers.map(({ batch }) => batch),
      }),
      roles,
      truth: bookshopTruth(catalogue, readers, visits, rows, desire),
    };
  },
};

export default bookshop;
