/**
 * What a person asks of the weights as they stand. Null where they cannot answer: none yet, or refused, which then
 * stands in the failure bar.
 */
import type { Ask } from '../protocol';
import type { Bench } from './bench';

export function questions(bench: Bench) {
  return {
    findUsers: async (text: string, limit: number) =>
      (await bench.tryAsk('findUsers', { text, limit })) ?? { users: [], matches: 0 },
    retrieve: (user: number, k: number) => bench.tryAsk('retrieve', { user, k }),
    retrieveByInterest: (asked: Ask<'retrieveByInterest'>) => bench.tryAsk('retrieveByInterest', asked),
    /** Null also while a run is under way. */
    evaluateByInterest: (asked: Ask<'evaluateByInterest'>) => bench.tryAsk('evaluateByInterest', asked),
    valuesByField: (key: string, field: string | null) => bench.tryAsk('valuesByField', { key, field }),
  };
}
