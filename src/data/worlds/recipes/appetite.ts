/**
 * What a cook takes next: lasting taste, the cuisine of these weeks, the season, and what is left in the fridge. The
 * generator draws from these probabilities and the truth reports them, so the two cannot disagree.
 */
import { TIMES, type Cookbook } from './cookbook';
import { foodTaste, timeTaste, type Cook, type Occasion } from './cooks';
import { CUISINES, ingredient, INGREDIENTS } from './larder';

/** What has happened to a cook so far, as far as it matters for what comes next. */
export interface Past {
  /** 1 for every recipe taken. [recipes] */
  taken: Uint8Array;
  /** Last recipe, -1 for none. */
  latest: number;
  /** The cuisine of these weeks, and the one before it (-1 in the first phase). */
  phase: number;
  before: number;
}

export function emptyPast(recipes: number): Past {
  return { taken: new Uint8Array(recipes), latest: -1, phase: -1, before: -1 };
}

/** A click without regard to taste. */
export const STRAY = 0.05;
/** Share of dishes of the phase's cuisine and of the last phase's; the others are of any. */
const PHASE = 0.85;
const NOSTALGIA = 0.08;
/** Factor for none, one, two or more fresh ingredients that the last recipe left over. */
const USES_UP = [1, 7, 35];
/** Log odds in the middle of the season. */
const SEASON = 0.9;

export class Appetite {
  /** [month 0..11][recipe] factor of the season. */
  private readonly season: readonly Float64Array[];
  /** What each recipe leaves over, as places in the larder. */
  private readonly fresh: readonly Uint16Array[];
  private readonly shopWindow: Float64Array;
  /**
   * Taste of one cook only: everyone goes through the cooks one after the other, and all of them would fill the memory.
   */
  private cached: Taste | null = null;
  /** [INGREDIENTS] 1 for what the last recipe left over; all 0 between calls. */
  private readonly fridge = new Uint8Array(INGREDIENTS.size);

  constructor(private readonly cookbook: Cookbook) {
    const { recipes } = cookbook;
    this.season = Array.from({ length: 12 }, (_, month) =>
      Float64Array.from(recipes, ({ ingredients }) => {
        const peaks = ingredients.map((name) => ingredient(name).month).filter((peak) => peak > 0);
        if (peaks.length === 0) return 1;
        return Math.exp(
          (SEASON * peaks.reduce((sum, peak) => sum + Math.cos((2 * Math.PI * (month + 1 - peak)) / 12), 0)) /
            peaks.length,
        );
      }),
    );
    this.fresh = recipes.map(({ ingredients }) =>
      Uint16Array.from(
        ingredients.map(ingredient).filter(({ fresh }) => fresh),
        ({ index }) => index,
      ),
    );
    this.shopWindow = Float64Array.from(recipes, ({ appeal, cuisine }) => appeal * CUISINES[cuisine]!.share);
  }

  /** Chance of each cuisine for the next dish. [CUISINES], sums to 1. */
  cuisines(past: Past): Float64Array {
    const total = CUISINES.reduce((sum, { share }) => sum + share, 0);
    const any = 1 - PHASE - NOSTALGIA;
    const chances = Float64Array.from(CUISINES, ({ share }) => (any * share) / total);
    chances[past.phase]! += PHASE;
    chances[past.before < 0 ? past.phase : past.before]! += NOSTALGIA;
    return chances;
  }

  /** Chance of each recipe of a cuisine's chapter, sums to 1 (all 0 where nothing is left that the cook eats). */
  fromChapter(cook: Cook, past: Past, cuisine: number, occasion: Occasion, time: number): Float64Array {
    const { recipes, chapters } = this.cookbook;
    const chapter = chapters[cuisine]!;
    const taste = this.taste(cook);
    const food = (taste.food[cuisine] ??= this.food(cook, chapter));
    const minutes = taste.minutes[occasion];
    const season = this.season[new Date(time).getUTCMonth()]!;
    const leftovers = past.latest < 0 ? [] : this.fresh[past.latest]!;
    for (const i of leftovers) this.fridge[i] = 1;
    const chances = new Float64Array(chapter.length);
    let total = 0;
    for (let at = 0; at < chapter.length; at++) {
      const r = chapter[at]!;
      if (past.taken[r]) continue;
      let shared = 0;
      for (const i of this.fresh[r]!) shared += this.fridge[i]!;
      chances[at] = food[at]! * minutes[recipes[r]!.minutes]! * season[r]! * USES_UP[Math.min(2, shared)]!;
      total += chances[at]!;
    }
    for (const i of leftovers) this.fridge[i] = 0;
    if (total > 0) for (let at = 0; at < chances.length; at++) chances[at]! /= total;
    return chances;
  }

  /** Weight of each recipe for a stray click. [recipes] */
  byAccident(past: Past): Float64Array {
    return this.shopWindow.map((weight, r) => (past.taken[r] ? 0 : weight));
  }

  private taste(cook: Cook): Taste {
    if (this.cached?.cook !== cook) {
      const factors = (occasion: Occasion): Float64Array => {
        const factor = new Float64Array(Math.max(...TIMES) + 1);
        for (const minutes of TIMES) factor[minutes] = Math.exp(timeTaste(cook, minutes, occasion));
        return factor;
      };
      this.cached = {
        cook,
        food: [],
        minutes: { weeknight: factors('weeknight'), weekend: factors('weekend'), guests: factors('guests') },
      };
    }
    return this.cached;
  }

  private food(cook: Cook, chapter: Uint32Array): Float64Array {
    const { recipes } = this.cookbook;
    const weights = new Float64Array(chapter.length);
    for (let at = 0; at < chapter.length; at++) {
      const recipe = recipes[chapter[at]!]!;
      weights[at] = recipe.appeal * Math.exp(foodTaste(cook, recipe));
    }
    return weights;
  }
}

interface Taste {
  cook: Cook;
  /** [CUISINES][recipes of the chapter], filled when first asked for. */
  food: (Float64Array | undefined)[];
  /** [minutes] for each occasion. */
  minutes: Record<Occasion, Float64Array>;
}

/** The cuisine after this one: usually a neighbour on the circle, sometimes anything else. */
export function nextPhase(uniform: () => number, phase: number): number {
  const n = CUISINES.length;
  const jump = uniform() < 0.65 ? (uniform() < 0.5 ? 1 : n - 1) : 1 + Math.floor(uniform() * (n - 1));
  return (phase + jump) % n;
}

/** Brings `past` up to date with a recipe taken. */
export function take(past: Past, recipe: number): void {
  past.taken[recipe] = 1;
  past.latest = recipe;
}
