/** The goods of a shop for makers and idlers: each stands on the shelf of its hobby. */
import { list, makeGoods, type Good, type Shelf } from '../planted/goods';

export const HOBBIES: readonly Shelf[] = [
  { id: 'angling', things: list('rod reel lure float landing-net fly creel line hook waders') },
  {
    id: 'astronomy',
    things: list('eyepiece telescope star-chart tripod finder filter moon-map red-torch planisphere dew-shield'),
  },
  {
    id: 'baking',
    things: list(
      'proving-basket dough-scraper loaf-tin rolling-pin whisk oven-stone piping-bag flour-sieve cake-ring peel',
    ),
  },
  {
    id: 'beekeeping',
    things: list('smoker hive-tool veil frame honey-jar feeder queen-cage brood-box bee-brush wax-mould'),
  },
  {
    id: 'bookbinding',
    things: list(
      'bone-folder awl linen-thread book-press headband marbled-paper paste-brush needle binding-cloth end-paper',
    ),
  },
  {
    id: 'chess',
    things: list('board clock knight opening-book scorepad travel-set endgame-book queen puzzle-book case'),
  },
  {
    id: 'climbing',
    things: list('rope carabiner chalk-bag harness belay-plate guidebook crash-pad sling helmet finger-tape'),
  },
  {
    id: 'knitting',
    things: list(
      'wool-skein circular-needle stitch-marker yarn-bowl row-counter sock-pattern swift blocking-mat crochet-hook darning-egg',
    ),
  },
  {
    id: 'model railways',
    things: list('locomotive track signal-box wagon tunnel turntable station buffer points coal-tender'),
  },
  {
    id: 'mushrooming',
    things: list(
      'field-guide basket folding-knife spore-card hand-lens drying-rack brush whistle map-case chanterelle-print',
    ),
  },
  { id: 'pottery', things: list('wheel glaze kiln-shelf trimming-tool sponge clay-cutter apron underglaze bat rib') },
  {
    id: 'watercolour',
    things: list(
      'pan-set sable-brush cold-pressed-block masking-fluid palette easel wash-brush sketchbook water-pot tinted-paper',
    ),
  },
];

/** Exponent of Zipf's law on a shelf. */
const ZIPF = 1;

export const goodsOf = (seed: number, events: number): Good[] => makeGoods('hobbies', seed, HOBBIES, events, ZIPF);
