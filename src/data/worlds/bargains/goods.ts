/** The goods of a furnishing store: each belongs to a room, and a few of each room wear a red price tag. */
import { list, makeGoods, type Good, type Shelf } from '../planted/goods';
import { chancesOf } from '../planted/clicks';

export const ROOMS: readonly Shelf[] = [
  {
    id: 'attic',
    things: list('trunk hat-box skylight-blind rug-beater moth-bag ladder lantern crate dust-sheet rope'),
  },
  { id: 'bath', things: list('towel sponge soap-dish bath-mat shaving-mirror basin stool razor-stand tray hook') },
  {
    id: 'bedroom',
    things: list('pillow quilt bedspread nightstand lampshade eiderdown blanket bolster alarm curtain'),
  },
  {
    id: 'cellar',
    things: list('wine-rack preserving-jar barrel shelf apple-tray coal-scuttle bin tap sack mousetrap'),
  },
  {
    id: 'garden',
    things: list('bench watering-can trellis bird-bath parasol planter hose lantern-post table hammock'),
  },
  { id: 'hall', things: list('coat-stand doormat umbrella-rack mirror key-hook bench-chest runner bell gong clock') },
  { id: 'kitchen', things: list('skillet ladle colander mortar bread-bin kettle grater apron scale whisk') },
  { id: 'nursery', things: list('cot mobile night-light toy-chest rocking-horse bib rattle playpen high-chair globe') },
  { id: 'study', things: list('desk bookcase inkwell reading-lamp letter-tray atlas armchair blotter bookend easel') },
  { id: 'workshop', things: list('vice plane mallet chisel toolbox clamp workbench drill-stand saw spirit-level') },
];

/** Exponent of Zipf's law in a room. */
const ZIPF = 1.2;
/** Goods of each room with a red tag. */
export const TAGGED = 3;

export const goodsOf = (seed: number, events: number): Good[] => makeGoods('bargains', seed, ROOMS, events, ZIPF);

/** [goods] chance of each for who follows the red tags: the first of a room have them, whatever their appeal. */
export function tagChances(goods: readonly Good[]): Float64Array {
  const seen = ROOMS.map(() => 0);
  return chancesOf(Float64Array.from(goods, ({ shelf }) => (seen[shelf]!++ < TAGGED ? 1 : 0)));
}
