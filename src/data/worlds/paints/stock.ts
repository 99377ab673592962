/** The paints: what is asked of them, the recipe that tells their finish once more, and two fields that say nothing. */
import { createRandom, type Random } from '../../random';
import { pick, pickSome } from '../draw';
import { phrase, slug, titleCase, type Slots } from '../phrase';
import { DEMANDS, PIGMENTS_OF_RECIPE, pigmentsOf } from './demands';

export interface Paint {
  id: string;
  title: string;
  /** [DEMANDS] index of the value it has. */
  has: readonly number[];
  recipe: readonly string[];
  /** Noise. */
  lid: string;
  shelf: string;
  /** Hidden: popularity. */
  appeal: number;
}

const LIDS = ['tin', 'plastic', 'cork', 'screw', 'clip', 'paper'];
const SHELVES = ['upper', 'lower', 'window', 'counter', 'cellar', 'yard'];
/** Standard deviation of the log of the appeal. */
const APPEAL = 0.8;

const SLOTS: Slots = {
  mood: [
    'quiet',
    'distant',
    'early',
    'late',
    'northern',
    'southern',
    'gentle',
    'bold',
    'hidden',
    'open',
    'rainy',
    'sunny',
    'winter',
    'summer',
    'morning',
    'evening',
  ],
  thing: [
    'harbour',
    'orchard',
    'chimney',
    'lantern',
    'meadow',
    'attic',
    'terrace',
    'cottage',
    'bridge',
    'pavilion',
    'garden',
    'lighthouse',
    'mill',
    'stable',
    'library',
    'kitchen',
    'chapel',
    'market',
    'boathouse',
    'gable',
    'courtyard',
    'staircase',
    'windmill',
    'veranda',
  ],
  tint: [
    'blue',
    'green',
    'red',
    'grey',
    'white',
    'yellow',
    'pink',
    'brown',
    'cream',
    'violet',
    'orange',
    'black',
    'silver',
    'copper',
    'turquoise',
    'crimson',
  ],
};

/** The shelves grow slower than the traffic. */
export const paintCount = (events: number): number => Math.round(Math.min(4000, 300 * Math.sqrt(events / 4000)));

export function makePaints(seed: number, count: number): Paint[] {
  const random = createRandom(seed, 'paints', 'paints');
  const titles = new Set<string>();
  return Array.from({ length: count }, () => {
    const title = freshTitle(random, titles);
    const has = DEMANDS.map(({ values }) => random.below(values.length));
    return {
      id: slug(title),
      title,
      has,
      recipe: pickSome(random, pigmentsOf(has[0]!), PIGMENTS_OF_RECIPE),
      lid: pick(random, LIDS),
      shelf: pick(random, SHELVES),
      appeal: Math.exp(APPEAL * random.normal()),
    };
  });
}

function freshTitle(random: Random, taken: Set<string>): string {
  for (;;) {
    const title = titleCase(phrase(random, '{mood} {thing} {tint}', SLOTS));
    if (taken.has(title)) continue;
    taken.add(title);
    return title;
  }
}
