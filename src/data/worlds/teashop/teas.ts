/** The teas: who grew them, what they are good for, and the table they stand on. */
import { createRandom, type Random } from '../../random';
import { pick, weighted } from '../draw';
import { phrase, slug, titleCase, type Slots } from '../phrase';

export interface Tea {
  id: string;
  title: string;
  kind: string;
  /** Index into GROWERS. */
  grower: number;
  /** Index into WISHES: what it is good for. */
  goodFor: number;
  /** Index into TABLES. */
  table: number;
  /** Noise. */
  tin: string;
  /** Hidden: popularity, Zipf. */
  appeal: number;
}

const list = (text: string): string[] => text.trim().split(/\s*,\s*/);
export const GROWERS = list(
  'Abernethy Garden, Ashdown Hill, Bitter Brook, Cloud Ladder, Crane Valley, Dawn Terrace, Eagle Rock, Fern Gully, Fox Hollow, Green Gate, Heron Lake, High Meadow, Iron Spring, Jasper Ridge, Kestrel Farm, Lone Cedar, Long Stair, Mist Harbour, Moss Bank, North Slope, Old Mill, Otter Creek, Pine Saddle, Quiet River, Red Bridge, Rook Wood, Salt Marsh, Silver Pass, Stone Court, Sun Porch, Swallow Cliff, Three Wells, Tiger Field, Upper Forest, Velvet Hill, Walnut Grove, West Terrace, White Heath, Willow Bend, Yarrow Edge',
);
/** What a customer may ask for. */
export const WISHES = list(
  'a birthday, a cold, a long drive, a rainy Sunday, an old friend, breakfast, cheese, children, chocolate, early mornings, exams, hot afternoons, ice and lemon, late evenings, milk, night shifts, oysters, picnics, quiet nerves, spicy food, the office, the opera, travel, winter walks',
);
/** The tasting tables between the door and the counter; one is laid on any day. */
export const TABLES = list(
  'the blue table, the copper table, the corner table, the crate, the garden bench, the glass case, the long shelf, the oak chest, the piano, the red table, the round table, the sideboard, the step stool, the stove, the trolley, the window sill',
);
const KINDS = ['black', 'green', 'oolong', 'white', 'dark', 'herbal'];
const TINS = ['gold tin', 'paper bag', 'green tin', 'glass jar', 'cotton pouch'];
const ZIPF = 0.5;

const SLOTS: Slots = {
  tone: list(
    'amber, autumn, black, bronze, early, emerald, evening, first, golden, heavenly, imperial, jade, late, midnight, misty, morning, old, pale, plum, purple, roasted, rolled, russet, scented, silver, slow, smoked, spring, summer, twisted, velvet, white, wild, winter, woodland',
  ),
  leaf: list(
    'balm, blossom, bud, cloud, crane, dew, dragon, dust, eyebrow, feather, flower, garland, gunpowder, iron, lantern, leaf, monkey, needle, orchid, pearl, peony, petal, phoenix, pine, rain, ribbon, rock, smoke, snail, snow, spiral, spring, star, stem, thread, tips, twig, water',
  ),
  place: list(
    'Assam, Darjeeling, Fujian, Jeju, Kagoshima, Kenya, Malawi, Nilgiri, Nuwara, Pinglin, Rize, Shizuoka, Sikkim, Uji, Wuyi, Yame, Yunnan, Zhejiang',
  ),
};
const TITLES = ['{tone} {leaf}', '{tone} {leaf} of {place}', '{place} {leaf}', '{place} {tone} {leaf}'];

export function teaCount(events: number): number {
  return Math.round(Math.min(600, 600 * (events / 24_000) ** 0.5));
}

export function makeTeas(seed: number, count: number): Tea[] {
  const random = createRandom(seed, 'teashop', 'teas');
  const taken = new Set<string>();
  const places = random.shuffle(Uint32Array.from({ length: count }, (_, i) => i));
  return Array.from({ length: count }, (_, i): Tea => ({
    ...titled(random, taken),
    kind: KINDS[weighted(random, [5, 4, 3, 1.5, 1.5, 2])]!,
    grower: random.below(GROWERS.length),
    goodFor: random.below(WISHES.length),
    table: random.below(TABLES.length),
    tin: pick(random, TINS),
    appeal: 1 / (places[i]! + 1) ** ZIPF,
  }));
}

function titled(random: Random, taken: Set<string>): { id: string; title: string } {
  for (;;) {
    const title = titleCase(phrase(random, pick(random, TITLES), SLOTS));
    const id = slug(title);
    if (taken.has(id)) continue;
    taken.add(id);
    return { id, title };
  }
}
