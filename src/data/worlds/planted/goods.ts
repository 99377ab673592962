/** Goods on shelves: what the worlds sell whose people are drawn to some shelves and not to others. */
import { createRandom, type Random } from '../../random';
import { pick } from '../draw';
import { phrase, slug, titleCase, type Slots } from '../phrase';
import { chancesOf } from './clicks';

export interface Shelf {
  id: string;
  things: readonly string[];
}

export interface Good {
  id: string;
  title: string;
  /** Index of its shelf. */
  shelf: number;
  /** Noise. */
  wrapping: string;
  /** Hidden: popularity on its shelf, Zipf. */
  appeal: number;
}

export const list = (text: string): string[] => text.split(' ');

const WRAPPINGS = ['plain paper', 'linen bag', 'tin', 'box', 'string'];
const QUALITIES = list(
  'small large folding old new double light heavy plain fine spare first travel winter summer copper oak birch brass steel canvas slate grey green blue red amber long short narrow wide',
);

/** Goods of a shelf in a world of that many events. */
const goodsOfShelf = (events: number): number => Math.round(Math.min(48, 48 * (events / 24_000) ** 0.35));

/** Shelf by shelf, each with equally many goods. @param zipf exponent of the appeal */
export function makeGoods(
  world: string,
  seed: number,
  shelves: readonly Shelf[],
  events: number,
  zipf: number,
): Good[] {
  const random = createRandom(seed, world, 'goods');
  const taken = new Set<string>();
  return shelves.flatMap(({ things }, shelf) => {
    const places = random.shuffle(Uint32Array.from({ length: goodsOfShelf(events) }, (__, i) => i));
    return Array.from(places, (place): Good => ({
      ...titled(random, taken, things),
      shelf,
      wrapping: pick(random, WRAPPINGS),
      appeal: 1 / (place + 1) ** zipf,
    }));
  });
}

/** [shelves, goods] chance of each good for somebody who is after that shelf. */
export const chancesByShelf = (shelves: readonly Shelf[], goods: readonly Good[]): Float64Array[] =>
  shelves.map((_, s) => chancesOf(Float64Array.from(goods, ({ shelf, appeal }) => (shelf === s ? appeal : 0))));

function titled(random: Random, taken: Set<string>, things: readonly string[]): { id: string; title: string } {
  const slots: Slots = { quality: QUALITIES, thing: things.map((thing) => thing.replaceAll('-', ' ')) };
  for (;;) {
    const title = titleCase(phrase(random, '{quality} {quality} {thing}', slots));
    const id = slug(title);
    if (taken.has(id)) continue;
    taken.add(id);
    return { id, title };
  }
}
