/** The goods of a market hall: each stands at one stall. */
import { list, makeGoods, type Good, type Shelf } from '../planted/goods';

export const STALLS: readonly Shelf[] = [
  {
    id: 'birthday',
    things: list('candle gift-box garland paper-hat ribbon cake-stand card lantern balloon place-card'),
  },
  {
    id: 'camping',
    things: list('tent sleeping-mat stove mess-tin hammock headlamp water-bag groundsheet peg-set mug'),
  },
  { id: 'cycling', things: list('bell saddle pannier pump puncture-kit mudguard lamp bottle-cage lock chain') },
  {
    id: 'desk',
    things: list('inkwell blotter letter-tray ruler notebook paper-knife bookend pen-case stamp calendar'),
  },
  { id: 'garden', things: list('trowel watering-can seed-tin dibber glove secateurs cloche twine plant-label sieve') },
  {
    id: 'journey',
    things: list('suitcase luggage-tag travel-pillow wash-bag phrasebook money-belt map-case trunk shoe-bag thermos'),
  },
  { id: 'kitchen', things: list('saucepan ladle colander chopping-board cruet grater mortar skillet tea-towel jar') },
  {
    id: 'moving in',
    things: list('coat-hook doormat curtain-rod key-rack lampshade shelf toolbox paint-brush stepladder mirror'),
  },
  {
    id: 'nursery',
    things: list(
      'mobile cot-blanket rattle bib night-light rocking-horse toy-chest bottle-warmer changing-mat story-book',
    ),
  },
  {
    id: 'picnic',
    things: list('hamper rug cool-box corkscrew beaker parasol cutlery-roll sandwich-tin folding-chair flask'),
  },
  {
    id: 'sewing',
    things: list('thimble pincushion bobbin tape-measure shears needle-case button-tin pattern-paper hoop zip'),
  },
  {
    id: 'spring cleaning',
    things: list('broom pail scrubbing-brush duster beeswax clothes-peg laundry-basket dustpan soap-dish mop'),
  },
];

/** Exponent of Zipf's law on a shelf. */
const ZIPF = 0.9;

export const goodsOf = (seed: number, events: number): Good[] => makeGoods('market', seed, STALLS, events, ZIPF);
