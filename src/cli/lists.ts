/** What is asked of the lists of interests. */
import { interestFields } from '../lab/loading/interest-fields';
import type { Ask } from '../lab/protocol';
import type { Flags } from './flags';
import { UsageError } from './usage-error';
import type { DatasetSummary } from '../lab/loading/describe-data';

const DEFAULT_K = 20;

/** @throws UsageError naming the categories there are */
export function listsAsked(
  { fields }: Pick<DatasetSummary, 'fields'>,
  { k = DEFAULT_K, category, diversity = 0 }: Flags,
): Ask<'evaluateByInterest'> {
  const known = interestFields(fields).map(({ name }) => name);
  if (category !== undefined && !known.includes(category))
    throw new UsageError(
      `--category: "${category}" is not a categorical item field; known: ${known.join(', ') || 'none'}`,
    );
  return { k, category: category ?? known[0] ?? null, diversity };
}
