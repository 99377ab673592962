/** On which users of the validation part rankers choose. */
import type { Dataset, Target } from '../../data/dataset';

/**
 * So many are enough to tell two settings apart that differ by what anyone would notice: the mean of an NDCG@10 over
 * them has a standard error of about .0015. All of them where there are no more.
 */
export const CHOICE_USERS = 2 ** 14;

/** Evenly spaced: users are in the order of the log. */
export function choiceTargets({ split: { validation } }: Dataset): readonly Target[] {
  if (validation.length <= CHOICE_USERS) return validation;
  return Array.from(
    { length: CHOICE_USERS },
    (_, i) => validation[Math.floor((i * validation.length) / CHOICE_USERS)]!,
  );
}
