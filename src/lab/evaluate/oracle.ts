/** The ceiling beside every model on a generated world: a ranking by the probabilities the world itself drew from. */
import type { Dataset, Target } from '../../data/dataset';
import type { Truth } from '../../data/worlds/world';
import type { Evaluation } from './metrics';
import { evaluateScorer, type RankOptions, type Scorer } from './rank';

/**
 * Evaluates the truth of a world on a data set built from it, by the data set's own protocol. Users and items are
 * matched by their ids, so what the protocol filtered out does no harm.
 * @throws Error naming the first item the world does not know: the data set is not of this world
 */
export function oracleMetrics(
  dataset: Dataset,
  truth: Truth,
  part: 'validation' | 'test',
  options?: RankOptions,
): Promise<Evaluation> {
  return evaluateScorer(dataset, dataset.split[part], oracleScorer(dataset, truth), options);
}

export function oracleScorer(dataset: Dataset, truth: Truth): Scorer {
  const index = new Map(truth.items.map((id, i) => [id, i]));
  const places = Uint32Array.from(dataset.items, (id) => {
    const place = index.get(id);
    if (place === undefined)
      throw new Error(`oracle: the world has no item "${id}"; it knows ${truth.items.length} others`);
    return place;
  });
  return (targets) => {
    const scores = new Float32Array(targets.length * places.length);
    targets.forEach((target, t) => {
      const own = truth.score(dataset.users[target.user]!, momentOf(dataset, target));
      places.forEach((place, i) => {
        scores[t * places.length + i] = own[place]!;
      });
    });
    return scores;
  };
}

/**
 * Time of the first event a target asks for. Where one target gathers several moments (splits 'last-fifth', 'time' and
 * 'random') the truth of the first one ranks them all.
 */
function momentOf({ events, users }: Dataset, { user, events: [first] }: Target): number {
  if (first === undefined) throw new Error(`oracle: nothing is held out of user "${users[user]}"`);
  return events.time[first]!;
}
