/**
 * Bad cases as training samples them, with the weights of the moment: pairs that the teacher of the graph finds
 * irrelevant, drawn in proportion to the P(click) that the model gives them.
 */
import type { Dataset } from '../../data/dataset';
import { historyItemsOf, historyOf } from '../../data/history';
import { createRandom } from '../../data/random';
import { hasTeacher, relevanceBy } from '../../data/relevance';
import { relevancesOf } from '../../model/nodes/relevance';
import type { LiveModel } from '../training/live-model';
import { labels } from './retrieve';
import { evenly } from './spread';
import { rowsOfTargets, scoresNotFinite } from './targets';

interface Named {
  id: string;
  title: string;
}

export interface BadCase {
  user: Named;
  /** The newest items of the user's past, newest first. */
  past: Named[];
  item: Named;
  /** By the teacher, in [0, 1]. */
  relevance: number;
  /** P(click), by the weights. */
  click: number;
}

export interface BadCases {
  /** Steps the weights had seen. */
  step: number;
  /** Pairs of users and items that were crossed, those that users took left out. */
  pairs: number;
  /** Of which the teacher knows how relevant they are. */
  judged: number;
  /** Pairs the teacher finds irrelevant, and the mean of P(click) over them and over all pairs. */
  irrelevant: number;
  click: { irrelevant: number; all: number };
  cases: BadCase[];
}

/** Tested users, and items of training events at equal distances: as those of a batch, frequent ones more often. */
const SAMPLE = { users: 128, items: 128 };
const SHOWN = 12;
const PAST = 5;
/** What was never drawn: the smallest step of a uniform number. */
const SMALLEST = 2 ** -25;

/**
 * The same pairs and draws at each call: what changes is what the weights say. All is asked of the device before the
 * first wait, so that it is of one step.
 * @returns null of a graph without a teacher, or one that is not here, or whose match tells no classes apart
 * @throws LabError (scores-not-finite)
 */
export async function badCases(model: LiveModel, sample = SAMPLE): Promise<BadCases | null> {
  const { dataset, compiled, encoder, step } = model;
  const [request] = relevancesOf(compiled.graph);
  const widths = compiled.classWidths;
  if (!request || !widths || !hasTeacher(request.teacher, dataset)) return null;
  const { test, train } = dataset.split;
  const targets = evenly(test.length, Math.min(sample.users, encoder.userRows)).map((at) => test[at]!);
  const items = Uint32Array.from(
    new Set(evenly(train.length, sample.items).map((at) => dataset.events.item[train[at]!]!)),
  );
  const tensors = [
    encoder.classVectors(rowsOfTargets(dataset, targets, compiled)),
    encoder.classVectors(items),
  ] as const;
  const [users, vectors] = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>())).finally(() =>
    tensors.forEach((tensor) => tensor.dispose()),
  );
  const click = clicksOf(users!, vectors!, widths);
  const judge = relevanceBy(request.teacher, dataset).among(items);
  const random = createRandom(model.settings.seed, 'bad cases');
  const relevances = new Float32Array(items.length);
  const found: { row: number; at: number; relevance: number; click: number; key: number }[] = [];
  let [pairs, judged, sum, sumIrrelevant] = [0, 0, 0, 0];
  targets.forEach((target, row) => {
    const past = historyOf(dataset, target)
      .slice(-request.length)
      .map((event) => dataset.events.item[event]!);
    judge({ user: target.user, past }, relevances);
    const taken = new Set([...historyItemsOf(dataset, target), ...target.items]);
    items.forEach((item, at) => {
      const waits = -Math.log(Math.max(random.uniform(), SMALLEST));
      if (taken.has(item)) return;
      const chance = click(row, at);
      pairs += 1;
      sum += chance;
      const relevance = relevances[at]!;
      if (Number.isNaN(relevance)) return;
      judged += 1;
      if (relevance >= request.threshold) return;
      sumIrrelevant += chance;
      found.push({ row, at, relevance, click: chance, key: Math.log(chance) - Math.log(waits) });
    });
  });
  if (!Number.isFinite(sum)) throw scoresNotFinite();
  return {
    step,
    pairs,
    judged,
    irrelevant: found.length,
    click: {
      irrelevant: found.length === 0 ? 0 : sumIrrelevant / found.length,
      all: pairs === 0 ? 0 : sum / pairs,
    },
    cases: found
      .sort((a, b) => b.key - a.key)
      .slice(0, SHOWN)
      .map(({ row, at, relevance: own, click: chance }) => {
        const target = targets[row]!;
        const newest = historyOf(dataset, target).slice(-PAST).toReversed();
        return {
          user: { id: dataset.users[target.user] ?? '', title: dataset.userTitles[target.user] ?? '' },
          past: Array.from(newest, (event) => named(dataset, dataset.events.item[event]!)),
          item: named(dataset, items[at]!),
          relevance: own,
          click: chance,
        };
      }),
  };
}

function named(dataset: Dataset, item: number): Named {
  const { id, title } = labels(dataset, item);
  return { id, title };
}

/** P(first class) of a row of users with a row of items. */
function clicksOf(
  users: Float32Array,
  items: Float32Array,
  widths: readonly number[],
): (user: number, item: number) => number {
  const width = widths.reduce((a, b) => a + b, 0);
  return (user, item) => {
    let first = 0;
    const logits = widths.map((part) => {
      let sum = 0;
      for (let d = first; d < first + part; d++) sum += users[user * width + d]! * items[item * width + d]!;
      first += part;
      return sum;
    });
    const top = logits.reduce((a, b) => Math.max(a, b));
    const [click = 0, ...others] = logits.map((logit) => Math.exp(logit - top));
    return click / others.reduce((a, b) => a + b, click);
  };
}
