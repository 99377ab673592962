/**
 * Why an item has its score with a person: parts of the score by channel, by field and by past event, which add up to
 * it each time.
 */
import { historyOf, newestEvents } from '../../data/history';
import type { CompiledLookup } from '../../model/run/compile';
import { Attributor, EXPLAINED_ROWS, type Attribution, type Looked } from '../../model/run/attribution/attributor';
import { LabError } from '../failure';
import type { LiveModel } from '../training/live-model';
import { asking, type Asked, type Who } from './asked';
import { rowsOfTargets, scoresNotFinite } from './targets';
import { labels } from './retrieve';

/** What a part of a score is of. */
export type PartOf =
  | { kind: 'node'; node: string }
  /** `past`: of the items of a history, or of the users of an item. */
  | { kind: 'field'; field: string; past: boolean }
  /** `place` in the history, 0 = the oldest event. */
  | { kind: 'event'; place: number; item: number; title: string; time: number | null }
  /** All that is no event. */
  | { kind: 'fields' }
  /** How popular the item was of late, for whoever asks; what it is more or less to a person is in the parts of him. */
  | { kind: 'popularity' };

export interface ScorePart {
  of: PartOf;
  value: number;
}

/** `parts`, `base` and `rest` add up to the score. */
export interface Split {
  /** The largest first, whatever the sign. */
  parts: ScorePart[];
  /** The score without any of them: what the towers' own constants give. */
  base: number;
  /** What none of them accounts for. */
  rest: number;
  /** `product`: the score is linear in the parts; `integrated`: gradients are averaged along the way from nothing. */
  method: 'product' | 'integrated';
}

export interface Explanation {
  item: number;
  id: string;
  title: string;
  note: string;
  score: number;
  /** Whose score it is, of the user's interests; null where the model has one vector of a user. */
  interest: number | null;
  /** Steps the weights had seen. */
  step: number;
  /** What meets at the top of the user's tower. */
  channels: Split;
  /** What the user's tower looks up. */
  fields: Split;
  /** The same by past event; null where the tower reads no history. */
  events: Split | null;
  /** What the item's tower looks up, with the user as he is. */
  ofItem: Split;
}

/** @throws RangeError for a user, an item or an interest that is not there; LabError (no-parts, scores-not-finite) */
export const explain = (
  model: LiveModel,
  { user, item, interest }: { user: Who; item: number; interest: number | null },
): Promise<Explanation> =>
  asking(model, user, async (asked) => {
    const { dataset, compiled, weights, step } = model;
    if (!Number.isInteger(item) || item < 0 || item >= dataset.items.length)
      throw new RangeError(`item index ${item}; this data set has ${dataset.items.length} items`);
    if (compiled.isRanker) throw new LabError('no-parts', 'the score of a ranker is no sum of parts');
    const { interestCount } = compiled;
    if (interest !== null && !(interest >= 0 && interest < interestCount))
      throw new RangeError(`interest ${interest}; this model has ${interestCount}`);
    const attributor = new Attributor(compiled, asked.dataset, weights);
    const targets = Array.from({ length: EXPLAINED_ROWS }, () => asked.target);
    const found = await attributor
      .explain(rowsOfTargets(asked.dataset, targets, compiled), item, interest)
      .finally(() => attributor.dispose());
    if (!Number.isFinite(found.score)) throw scoresNotFinite();
    return {
      item,
      ...labels(dataset, item),
      score: found.score,
      interest: interestCount > 1 ? found.interest : null,
      step,
      channels: splitBy(found.channels, (node) => ({ kind: 'node', node })),
      fields: splitBy(found.user, fieldOf),
      events: found.user.parts.some(({ of }) => of.slot !== null) ? splitBy(found.user, eventOf(asked)) : null,
      ofItem: splitBy(found.item, fieldOf),
    };
  });

const fieldOf = ({ field, slot }: Looked): PartOf => ({ kind: 'field', field, past: slot !== null });

/** The event of what is looked up; null = a slot that is empty. */
function eventOf({ dataset, target }: Asked): (looked: Looked) => PartOf | null {
  const past = historyOf(dataset, target);
  const placeOf = new Map(Array.from(past, (event, place) => [event, place]));
  const read = new Map<CompiledLookup, Uint32Array>();
  return ({ lookup, slot }) => {
    if (slot === null) return { kind: 'fields' };
    const { length, window = null } = lookup;
    if (!read.has(lookup)) read.set(lookup, newestEvents(dataset, past, length, window));
    const events = read.get(lookup)!;
    const event = events[slot - (length - events.length)];
    if (event === undefined) return null;
    const item = dataset.events.item[event]!;
    return {
      kind: 'event',
      place: placeOf.get(event)!,
      item,
      title: dataset.itemTitles[item] ?? '',
      time: dataset.hasTime ? dataset.events.time[event]! : null,
    };
  };
}

/** Parts of one thing are added up; those of nothing are 0. */
function splitBy<Of>(
  { parts, popularity, base, rest, linear }: Attribution<Of>,
  partOf: (of: Of) => PartOf | null,
): Split {
  const sums = new Map<string, ScorePart>();
  for (const { of, value } of parts) {
    const named = partOf(of);
    if (!named) continue;
    const key = JSON.stringify(named);
    const known = sums.get(key);
    if (known) known.value += value;
    else sums.set(key, { of: named, value });
  }
  return {
    parts: [
      ...sums.values(),
      ...(popularity === null ? [] : [{ of: { kind: 'popularity' } as const, value: popularity }]),
    ].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
    base,
    rest,
    method: linear ? 'product' : 'integrated',
  };
}
