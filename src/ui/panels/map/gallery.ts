import type { Dataset } from '../../../data/dataset';
import type { ItemMap, MapPoint, MapQuestion } from '../../../lab/evaluate/item-map';
import { defineScenes } from '../../gallery/scene';

const SHELVES = ['Popular science', 'Literary fiction', 'Crime', 'History', 'Poetry', 'Travel', 'Cooking', 'Comics'];
const GOLDEN = 2.399963;

/** Clusters of books, always the same: each shelf in a direction of its own. */
function mapOf({ items, itemTitles, userTitles }: Dataset, question: MapQuestion, step: number): ItemMap {
  const placed = (item: number): Pick<MapPoint, 'x' | 'y'> => {
    const shelf = item % SHELVES.length;
    const spread = 0.32 * Math.sqrt(((item * 29) % items.length) / items.length);
    return {
      x: Math.cos(shelf * 0.785) * 0.7 + spread * Math.cos(item * GOLDEN),
      y: Math.sin(shelf * 0.785) * 0.5 + spread * Math.sin(item * GOLDEN),
    };
  };
  const isNear = (item: number): boolean =>
    question.item !== null &&
    item !== question.item &&
    Math.abs(item - question.item) <= 40 &&
    (item - question.item) % 8 === 0;
  return {
    step,
    items: 12_345,
    isKept: false,
    sampled: items.length,
    explained: 0.37,
    values: question.category === null ? [] : SHELVES,
    points: items.map((_, item) => ({
      item,
      title: itemTitles[item]!,
      ...placed(item),
      value: question.category === null || item % 11 === 10 ? null : item % SHELVES.length,
      past: item % 31 === 3,
      listed: item % 23 === 4 ? [0, 1, 3][item % 3]! : null,
      cosine: isNear(item) ? 0.99 - Math.abs(item - question.item!) / 100 : null,
    })),
    person:
      question.user === null
        ? null
        : {
            user: question.user,
            title: userTitles[question.user]!,
            marks: [0, 1, 3].map((interest) => ({
              interest,
              x: Math.cos(interest * 1.6) * 0.62,
              y: Math.sin(interest * 1.6) * 0.44,
            })),
            hasInterests: true,
          },
    item: question.item,
  };
}

export default defineScenes({
  preset: 'mind',
  answers: (dataset, step) => ({ map: (question) => mapOf(dataset, question, step()) }),
});
