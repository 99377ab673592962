/** The garments, each with three crossed fields and a popularity that no field tells. */
import { createRandom } from '../../random';
import { phrase, slug, titleCase, type Slots } from '../phrase';
import type { CrossedFields } from './crossings';

export const GARMENT_FIELDS: CrossedFields = [
  {
    column: 'colour',
    values: [
      'ivory',
      'black',
      'navy',
      'rust',
      'olive',
      'plum',
      'sand',
      'teal',
      'rose',
      'grey',
      'mustard',
      'cobalt',
      'coral',
      'moss',
      'wine',
      'pearl',
      'slate',
      'amber',
      'mint',
      'lilac',
      'cocoa',
      'brick',
      'sky',
      'charcoal',
    ],
  },
  {
    column: 'cut',
    values: [
      'straight',
      'flared',
      'cropped',
      'wrap',
      'boxy',
      'fitted',
      'draped',
      'pleated',
      'oversized',
      'tapered',
      'bias',
      'princess',
      'A-line',
      'belted',
      'ruched',
      'tiered',
      'quilted',
      'layered',
      'cinched',
      'kimono',
      'raglan',
      'peplum',
      'sheath',
      'balloon',
    ],
  },
  { column: 'fabric', values: ['linen', 'silk', 'tweed', 'denim', 'jersey', 'velvet', 'corduroy', 'poplin'] },
];

export interface Garment {
  id: string;
  title: string;
  values: readonly number[];
  appeal: number;
}

/** Standard deviation of the log of the appeal. */
const APPEAL = 0.8;

const SLOTS: Slots = {
  piece: [
    'coat',
    'jacket',
    'shirt',
    'skirt',
    'dress',
    'trousers',
    'waistcoat',
    'cape',
    'blouse',
    'jumpsuit',
    'cardigan',
    'parka',
    'tunic',
    'blazer',
  ],
  name: [
    'Marlow',
    'Solène',
    'Whitby',
    'Kestrel',
    'Ottilie',
    'Bramble',
    'Calder',
    'Juniper',
    'Rowan',
    'Florian',
    'Hester',
    'Mirabel',
    'Tamsin',
    'Lorne',
    'Pascal',
    'Quill',
    'Sorrel',
    'Verity',
    'Wilder',
    'Zephyr',
    'Fenwick',
    'Isolde',
    'Jasper',
    'Linnet',
  ],
  place: [
    'Harbour',
    'Orchard',
    'Station',
    'Gallery',
    'Terrace',
    'Market',
    'Garden',
    'Observatory',
    'Library',
    'Bridge',
    'Courtyard',
    'Pavilion',
    'Ferry',
    'Mill',
    'Theatre',
    'Lighthouse',
  ],
};

export const garmentCount = (events: number): number => Math.round(Math.min(4000, 300 * Math.sqrt(events / 4000)));

export function makeGarments(seed: number, count: number): Garment[] {
  const random = createRandom(seed, 'crosses', 'garments');
  const titles = new Set<string>();
  while (titles.size < count) titles.add(titleCase(phrase(random, '{name} {place} {piece}', SLOTS)));
  return [...titles].map((title) => ({
    id: slug(title),
    title,
    values: GARMENT_FIELDS.map(({ values }) => random.below(values.length)),
    appeal: Math.exp(APPEAL * random.normal()),
  }));
}
