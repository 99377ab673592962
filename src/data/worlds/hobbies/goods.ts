/** The goods of a shop for makers and idlers: each belongs to one hobby. */
import { createRandom, type Random } from '../../random';
import { pick } from '../draw';
import { phrase, slug, titleCase, type Slots } from '../phrase';

export interface Good {
  id: string;
  title: string;
  /** Index into HOBBIES; the shelf says it. */
  hobby: number;
  /** Noise. */
  wrapping: string;
  /** Hidden: popularity inside its hobby, Zipf. */
  appeal: number;
}

const list = (text: string): string[] => text.split(' ');

export const HOBBIES: readonly { id: string; things: readonly string[] }[] = [
  { id: 'angling', things: list('rod reel lure float landing-net fly creel line hook waders') },
  { id: 'astronomy', things: list('eyepiece telescope star-chart tripod finder filter moon-map red-torch planisphere dew-shield') },
  { id: 'baking', things: list('proving-basket dough-scraper loaf-tin rolling-pin whisk oven-stone piping-bag flour-sieve cake-ring peel') },
  { id: 'beekeeping', things: list('smoker hive-tool veil frame honey-jar feeder queen-cage brood-box bee-brush wax-mould') },
  { id: 'bookbinding', things: list('bone-folder awl linen-thread book-press headband marbled-paper paste-brush needle binding-cloth end-paper') },
  { id: 'chess', things: list('board clock knight opening-book scorepad travel-set endgame-book queen puzzle-book case') },
  { id: 'climbing', things: list('rope carabiner chalk-bag harness belay-plate guidebook crash-pad sling helmet finger-tape') },
  { id: 'knitting', things: list('wool-skein circular-needle stitch-marker yarn-bowl row-counter sock-pattern swift blocking-mat crochet-hook darning-egg') },
  { id: 'model railways', things: list('locomotive track signal-box wagon tunnel turntable station buffer points coal-tender') },
  { id: 'mushrooming', things: list('field-guide basket folding-knife spore-card hand-lens drying-rack brush whistle map-case chanterelle-print') },
  { id: 'pottery', things: list('wheel glaze kiln-shelf trimming-tool sponge clay-cutter apron underglaze bat rib') },
  { id: 'watercolour', things: list('pan-set sable-brush cold-pressed-block masking-fluid palette easel wash-brush sketchbook water-pot tinted-paper') },
];

const WRAPPINGS = ['plain paper', 'linen bag', 'tin', 'box', 'string'];
const QUALITIES = list('small large folding old new double light heavy plain fine spare first travel winter summer copper oak birch brass steel canvas slate grey green blue red amber long short narrow wide');
const ZIPF = 1;

export const goodCount = (events: number): number => HOBBIES.length * Math.round(Math.min(48, 48 * (events / 24_000) ** .35));

export function makeGoods(seed: number, count: number): Good[] {
  const random = createRandom(seed, 'hobbies', 'goods');
  const taken = new Set<string>();
  const each = count / HOBBIES.length;
  return HOBBIES.flatMap((_, hobby) => {
    const places = random.shuffle(Uint32Array.from({ length: each }, (__, i) => i));
    return Array.from(places, (place): Good => ({ ...titled(random, taken, hobby), hobby, wrapping: pick(random, WRAPPINGS), appeal: 1 / (place + 1) ** ZIPF }));
  });
}

function titled(random: Random, taken: Set<string>, hobby: number): { id: string; title: string } {
  const slots: Slots = { quality: QUALITIES, thing: HOBBIES[hobby]!.things.map((thing) => thing.replaceAll('-', ' ')) };
  for (;;) {
    const title = titleCase(phrase(random, '{quality} {quality} {thing}', slots));
    const id = slug(title);
    if (taken.has(id)) continue;
    taken.add(id);
    return { id, title };
  }
}
