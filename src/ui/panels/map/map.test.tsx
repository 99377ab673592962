import { beforeEach, describe, expect, it } from 'vitest';
import type { ItemMap, MapPoint } from '../../../lab/evaluate/item-map';
import type { Workbench } from '../../../lab/stores/workbench';
import { all, parsed, testPalette } from '../../charts/testing';
import { draw, ended, silentBench, summary } from '../../testing';
import { mapDrawn } from './map-sheet';
import { MapFigure } from './MapFigure';
import { MapRoom } from './MapRoom';
import { MapTable, rowsOf } from './MapTable';

const point = (item: number, change: Partial<MapPoint> = {}): MapPoint => ({
  item,
  title: `Book ${item}`,
  x: item,
  y: -item,
  value: item % 2,
  past: false,
  listed: null,
  cosine: null,
  ...change,
});
const map: ItemMap = {
  step: 40,
  items: 12_345,
  isKept: false,
  sampled: 5,
  explained: 0.371,
  values: ['crime', 'poetry', 'travel'],
  points: [
    point(0),
    point(1, { cosine: 0.5, past: true }),
    point(2, { listed: 2 }),
    point(3, { cosine: 0.75 }),
    point(4, { value: null }),
  ],
  person: {
    user: 7,
    title: 'Ada',
    hasInterests: true,
    marks: [
      { interest: 0, x: 1, y: 1 },
      { interest: 2, x: 2, y: 1 },
    ],
  },
  item: 0,
};
const genre = { name: 'genre', kind: 'categorical' };

let bench: Workbench;
const figure = (change: Partial<ItemMap> = {}, props: Partial<Parameters<typeof MapFigure>[0]> = {}): string =>
  draw(
    bench,
    <MapFigure map={{ ...map, ...change }} category={genre} k={10} chosen={0} choose={() => undefined} {...props} />,
  );
const textOf = (markup: string): string => markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

beforeEach(() => {
  bench = silentBench();
});

describe('the map of items', () => {
  it('asks for data, then for weights, and waits for its first answer', () => {
    expect(draw(bench, <MapRoom />)).toContain('waiting');
    bench.data.setState({ summary });
    expect(draw(bench, <MapRoom />)).toContain('once there are weights');
    bench.run.setState({ progress: ended(40) });
    expect(draw(bench, <MapRoom />)).toContain('Drawing the map');
  });

  it('says what is drawn, coloured and marked, and how much the axes show, without sight of the canvas', () => {
    const drawn = figure();
    expect(/role="application" aria-label="([^"]*)"/.exec(drawn)![1]).toBe(
      'Map of items: 5 of 12,345 items. Coloured by genre: crime 2, poetry 2. ' +
        'Marked: Interest 1, Interest 3; 1 of the history, 1 of the list.',
    );
    expect(textOf(drawn)).toContain('Both axes together show 37% of the variance');
    // Shapes beside colours, and those without a value.
    expect(drawn.match(/class="map-shape filled"/g), 'travel has no point').toHaveLength(2);
    expect(textOf(drawn)).toContain('No value 1');
    expect(textOf(figure({ items: 5 }))).toContain('All 5 items.');
    expect(textOf(figure({ items: 5, isKept: true }))).toContain('The 5 items whose vectors the snapshot');
  });

  it('lists the neighbours, the nearest first, among how many they are, and what else they are', () => {
    const drawn = textOf(figure());
    expect(drawn).toMatch(/Nearest to Book 0 cosine .*Book 3 0\.750 poetry .*Book 1 0\.500 poetry, History/);
    expect(drawn).toContain('among 12,345 items');
    expect(textOf(figure({}, { chosen: null }))).not.toContain('Nearest to Book 0');
    expect(textOf(figure({ item: null, isKept: true }))).toContain('not in this snapshot');
  });

  it('has its points in a table, neighbours first, and all of them in what is copied', () => {
    const rows = [...draw(bench, <MapTable map={map} field="genre" k={10} />).matchAll(/<tr>(.*?)<\/tr>/g)].map(
      ([, row]) => textOf(row!),
    );
    expect(rows.slice(1).map((row) => /Book \d/.exec(row)![0])).toEqual([3, 1, 2, 0, 4].map((item) => `Book ${item}`));
    expect(rows[3]).toContain('Top 10, by interest 3');
    expect(rowsOf(map)).toHaveLength(1 + 5 + 2);
  });

  it('speaks Chinese', () => {
    bench = silentBench('zh');
    expect(textOf(figure())).toContain('“Book 0”的近邻');
  });
});

describe('the map in a file', () => {
  it('has a shape for each item, a mark for each interest, lines to the neighbours, and its legend', () => {
    const head = { title: 'Map', summary: 'Summary', palette: testPalette };
    const svg = parsed(mapDrawn(head, { ...map, values: ['crime', '</text><script>'] }, {}));
    const of = (name: string) => all(svg).filter(({ attributes }) => attributes.class === name);
    expect(of('item')).toHaveLength(map.points.length);
    expect(of('mark')).toHaveLength(2);
    // Four items with a value that has a colour, and two values of the legend.
    expect(of('value')).toHaveLength(4 + 2);
    expect(all(svg).filter(({ tag }) => tag === 'line')).toHaveLength(2);
    expect(all(svg).flatMap(({ tag, text }) => (tag === 'text' ? [text] : []))).toEqual([
      'Map',
      '1',
      '3',
      'crime',
      '</text><script>',
    ]);
  });
});
