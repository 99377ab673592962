/** The goods of a market hall: each stands at one stall. */
import { createRandom, type Random } from '../../random';
import { pick } from '../draw';
import { phrase, slug, titleCase, type Slots } from '../phrase';

export interface Good {
  id: string;
  title: string;
  /** Index into STALLS. */
  stall: number;
  /** Noise. */
  wrapping: string;
  /** Hidden: popularity at its stall, Zipf. */
  appeal: number;
}

const list = (text: string): string[] => text.split(' ');

export const STALLS: readonly { id: string; things: readonly string[] }[] = [
  { id: 'birthday', things: list('candle gift-box garland paper-hat ribbon cake-stand card lantern balloon place-card') },
  { id: 'camping', things: list('tent sleeping-mat stove mess-tin hammock headlamp water-bag groundsheet peg-set mug') },
  { id: 'cycling', things: list('bell saddle pannier pump puncture-kit mudguard lamp bottle-cage lock chain') },
  { id: 'desk', things: list('inkwell blotter letter-tray ruler notebook paper-knife bookend pen-case stamp calendar') },
  { id: 'garden', things: list('trowel watering-can seed-tin dibber glove secateurs cloche twine plant-label sieve') },
  { id: 'journey', things: list('suitcase luggage-tag travel-pillow wash-bag phrasebook money-belt map-case trunk shoe-bag thermos') },
  { id: 'kitchen', things: list('saucepan ladle colander chopping-board cruet grater mortar skillet tea-towel jar') },
  { id: 'moving in', things: list('coat-hook doormat curtain-rod key-rack lampshade shelf toolbox paint-brush stepladder mirror') },
  { id: 'nursery', things: list('mobile cot-blanket rattle bib night-light rocking-horse toy-chest bottle-warmer changing-mat story-book') },
  { id: 'picnic', things: list('hamper rug cool-box corkscrew beaker parasol cutlery-roll sandwich-tin folding-chair flask') },
  { id: 'sewing', things: list('thimble pincushion bobbin tape-measure shears needle-case button-tin pattern-paper hoop zip') },
  { id: 'spring cleaning', things: list('broom pail scrubbing-brush duster beeswax clothes-peg laundry-basket dustpan soap-dish mop') },
];

const WRAPPINGS = ['plain paper', 'linen bag', 'tin', 'box', 'string'];
const QUALITIES = list('small large folding old new double light heavy plain fine spare first travel winter summer copper oak birch brass steel canvas slate grey green blue red amber long short narrow wide');
const ZIPF = .9;

export const goodCount = (events: number): number => STALLS.length * Math.round(Math.min(48, 48 * (events / 24_000) ** .35));

export function makeGoods(seed: number, count: number): Good[] {
  const random = createRandom(seed, 'market', 'goods');
  const taken = new Set<string>();
  const each = count / STALLS.length;
  return STALLS.flatMap((_, stall) => {
    const places = random.shuffle(Uint32Array.from({ length: each }, (__, i) => i));
    return Array.from(places, (place): Good => ({ ...titled(random, taken, stall), stall, wrapping: pick(random, WRAPPINGS), appeal: 1 / (place + 1) ** ZIPF }));
  });
}

function titled(random: Random, taken: Set<string>, stall: number): { id: string; title: string } {
  const slots: Slots = { quality: QUALITIES, thing: STALLS[stall]!.things.map((thing) => thing.replaceAll('-', ' ')) };
  for (;;) {
    const title = titleCase(phrase(random, '{quality} {quality} {thing}', slots));
    const id = slug(title);
    if (taken.has(id)) continue;
    taken.add(id);
    return { id, title };
  }
}
