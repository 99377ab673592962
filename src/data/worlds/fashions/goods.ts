/** The goods of a fashion shop: each stands on one shelf, comes into fashion once, and goes out again. */
import { createRandom } from '../../random';
import { FIRST_DAY } from '../planted/clicks';
import { list, makeGoods, type Good, type Shelf } from '../planted/goods';

export const SHELVES: readonly Shelf[] = [
  { id: 'bags', things: list('satchel clutch tote purse handbag pouch duffel-bag shoulder-bag wallet carpet-bag') },
  { id: 'coats', things: list('raincoat cape parka jacket blazer overcoat poncho cloak anorak pea-coat') },
  { id: 'dresses', things: list('gown pinafore kimono tunic sundress wrap-dress shift sari kaftan smock') },
  { id: 'hats', things: list('beret bonnet cap boater bowler sun-hat headscarf turban straw-hat hood') },
  { id: 'jewellery', things: list('brooch bracelet ring necklace pendant bangle hatpin cuff-link locket anklet') },
  { id: 'knitwear', things: list('cardigan jumper mitten shawl waistcoat twinset bed-jacket muffler glove sweater') },
  { id: 'shirts', things: list('blouse polo-shirt vest camisole bodice jersey dress-shirt bib-front singlet collar') },
  { id: 'shoes', things: list('boot sandal clog loafer slipper moccasin brogue pump galosh plimsoll') },
  {
    id: 'skirts',
    things: list('kilt sarong pleated-skirt pencil-skirt petticoat tutu wrap-skirt culotte apron bustle'),
  },
  {
    id: 'trousers',
    things: list('breeches dungarees jeans jodhpurs leggings shorts slacks chinos bell-bottoms overalls'),
  },
];

/** Exponent of Zipf's law on a shelf. */
const ZIPF = 0.8;

const DAY = 86_400_000;
/** Days, counted from the first one, over which the goods have their heights: those of nearly all of the log. */
const HEIGHTS = { from: -20, days: 200 };
/** Days in which a fashion grows to, and falls from its height, e-fold. */
const GROWS = 2;
const FADES = 8;
/** What is left of the pull of a good that is out of fashion, or not in it yet. */
const OUT = 0.005;

export interface Garment extends Good {
  /** Hidden: ms since the epoch. */
  height: number;
}

export function garmentsOf(seed: number, events: number): Garment[] {
  const random = createRandom(seed, 'fashions', 'heights');
  return makeGoods('fashions', seed, SHELVES, events, ZIPF).map((good) => ({
    ...good,
    height: FIRST_DAY + (HEIGHTS.from + HEIGHTS.days * random.uniform()) * DAY,
  }));
}

/** How much in fashion a good is, 1 at its height: what the appeal is multiplied by for who follows fashions. */
export function fashionOf({ height }: Garment, time: number): number {
  const days = (time - height) / DAY;
  return OUT + (1 - OUT) * Math.exp(days < 0 ? days / GROWS : -days / FADES);
}
