/**
 * The plants: what they need, which is printed on their label and decides, and what is printed there too and decides
 * nothing.
 */
import { createRandom, type Random } from '../../random';
import { pick } from '../draw';
import { phrase, slug, titleCase, type Slots } from '../phrase';
import { NEEDS } from './needs';

export interface Plant {
  id: string;
  title: string;
  /** [NEEDS] index of the value it needs. */
  needs: readonly number[];
  /** Noise. */
  pot: string;
  bench: string;
  font: string;
  /** Hidden: popularity. */
  appeal: number;
}

const POTS = ['terracotta', 'white', 'graphite', 'sage', 'ochre', 'midnight'];
const BENCHES = ['north bench', 'south bench', 'glasshouse', 'courtyard', 'cold frame', 'checkout'];
const FONTS = ['serif', 'script', 'stencil', 'typewriter', 'grotesque', 'italic'];
/** Standard deviation of the log of the appeal. */
const APPEAL = 0.8;

const SLOTS: Slots = {
  habit: [
    'weeping',
    'dwarf',
    'climbing',
    'trailing',
    'upright',
    'spreading',
    'giant',
    'early',
    'late',
    'double',
    'scented',
    'creeping',
    'golden',
    'silver',
    'winter',
    'summer',
  ],
  plant: [
    'rose',
    'lavender',
    'fern',
    'hosta',
    'sedum',
    'clematis',
    'peony',
    'iris',
    'aster',
    'sage',
    'thyme',
    'foxglove',
    'hellebore',
    'dahlia',
    'heather',
    'viburnum',
    'hydrangea',
    'jasmine',
    'poppy',
    'yarrow',
    'lupin',
    'bergenia',
    'phlox',
    'euphorbia',
  ],
  name: [
    'Moonrise',
    'Old Harbour',
    'Snowdrift',
    'Ruby Lane',
    'First Light',
    'Copper Mill',
    'Quiet Bay',
    'Bluebell Hill',
    'Fox Hollow',
    'Tall Order',
    'Sea Mist',
    'Paper Lantern',
    'Rosamund',
    'Kingfisher',
    'Ember',
    'Winter Palace',
    'Saffron Gate',
    'Long Meadow',
    'Velvet Hour',
    'Bright Penny',
  ],
};

/** The nursery grows slower than its traffic. */
export const plantCount = (events: number): number => Math.round(Math.min(4000, 300 * Math.sqrt(events / 4000)));

export function makePlants(seed: number, count: number): Plant[] {
  const random = createRandom(seed, 'noise-fields', 'plants');
  const titles = new Set<string>();
  return Array.from({ length: count }, () => {
    const title = freshTitle(random, titles);
    return {
      id: slug(title),
      title,
      needs: NEEDS.map(({ values }) => random.below(values.length)),
      pot: pick(random, POTS),
      bench: pick(random, BENCHES),
      font: pick(random, FONTS),
      appeal: Math.exp(APPEAL * random.normal()),
    };
  });
}

function freshTitle(random: Random, taken: Set<string>): string {
  for (;;) {
    const title = titleCase(phrase(random, '{habit} {plant} {name}', SLOTS));
    if (taken.has(title)) continue;
    taken.add(title);
    return title;
  }
}
