/** Who looked up which recipe when: short sessions before cooking, cuisines that last some weeks and then give way. */
import { createRandom } from '../../random';
import { weighted } from '../draw';
import { emptyPast, nextPhase, STRAY, take, type Appetite } from './appetite';
import type { Cookbook } from './cookbook';
import { OCCASIONS, type Cook, type Occasion } from './cooks';
import { CUISINES } from './larder';

export interface Evening {
  cook: number;
  recipe: number;
  /** ms since the epoch, whole seconds; all different within a cook. */
  time: number;
  /** Session number within the cook. */
  session: number;
  occasion: Occasion;
  /** Cuisine the recipe was drawn from, the phase's own or not. */
  cuisine: number;
  /** Cuisine of these weeks. */
  phase: number;
  before: number;
  stray: boolean;
  dwell: number;
  cooked: boolean;
}

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2023, 8, 1);
const HOURS = [10, 11, 15, 16, 17, 18, 19, 20];
const HOUR_WEIGHTS = [1, 1.5, 1, 2, 4, 5, 3, 1];
/** Chance that a session goes on after each event: three events on average. */
const GOES_ON = 0.68;
/**
 * A phase ends with this chance before a session, three events or more after it began: six to seven events on average.
 */
const PHASE_ENDS = 0.45;

/** All events of one cook, in order of time. */
export function eveningsOf(
  seed: number,
  cooks: readonly Cook[],
  c: number,
  cookbook: Cookbook,
  appetite: Appetite,
): Evening[] {
  const cook = cooks[c]!;
  const random = createRandom(seed, 'recipes', 'evenings', cook.id);
  const past = emptyPast(cookbook.recipes.length);
  past.phase = weighted(
    random,
    CUISINES.map(({ share }) => share),
  );
  const evenings: Evening[] = [];
  let day = random.below(250);
  let phaseBegan = 0;
  for (
    let session = 0;
    evenings.length < cook.events;
    session++, day += 1 + Math.floor(-6 * Math.log(1 - random.uniform()))
  ) {
    if (evenings.length - phaseBegan >= 3 && random.uniform() < PHASE_ENDS) {
      past.before = past.phase;
      past.phase = nextPhase(random.uniform, past.phase);
      phaseBegan = evenings.length;
    }
    const start = FIRST_DAY + day * DAY;
    const restDay = [0, 5, 6].includes(new Date(start).getUTCDay());
    const occasion = OCCASIONS[weighted(random, restDay ? [0.15, 0.6, 0.25] : [0.9, 0, 0.1])]!;
    let time = start + HOURS[weighted(random, HOUR_WEIGHTS)]! * 3_600_000 + random.below(3600) * 1000;
    for (let opens = true; evenings.length < cook.events && (opens || random.uniform() < GOES_ON); opens = false) {
      const cuisine = weighted(random, appetite.cuisines(past));
      const chapter = appetite.fromChapter(cook, past, cuisine, occasion, time);
      const stray = random.uniform() < STRAY || chapter.every((x) => x === 0);
      const at = stray ? -1 : weighted(random, chapter);
      const recipe = stray ? weighted(random, appetite.byAccident(past)) : cookbook.chapters[cuisine]![at]!;
      // How much likelier than the average recipe of the chapter this one was: what the cook makes of it.
      const fit = stray ? -2 : Math.log(chapter[at]! * chapter.length) / 2;
      const dwell = stray
        ? 2 + random.below(8)
        : Math.round(Math.min(1200, 10 + 30 * Math.exp(0.5 * fit + 0.5 * random.normal())));
      evenings.push({
        cook: c,
        recipe,
        time,
        session,
        occasion,
        cuisine,
        phase: past.phase,
        before: past.before,
        stray,
        dwell,
        cooked: random.uniform() < (stray ? 0.01 : 1 / (1 + Math.exp(1.8 - 0.9 * fit))),
      });
      take(past, recipe);
      time += (dwell + 5 + random.below(120)) * 1000;
    }
  }
  return evenings;
}
