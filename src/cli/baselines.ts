/** Baselines beside a result that is there already: it waits for none of them, and is whole without them. */
import type { Lab } from '../lab/protocol';
import { joined, type Baselines } from '../lab/evaluate/baseline-figures';
import { rowWords } from '../words/rankers';
import type { Interruption } from './interruption';
import { speech } from './speech';

export interface Beside {
  /** Of the test part; those that failed or were skipped are not there. */
  baselines: Baselines;
  /** Why they could not be computed: to be thrown once the report is out. */
  failure: unknown;
}

/** @param known what stands beside the result without waiting */
export async function baselinesBeside(
  { lab, interruption }: { lab: Pick<Lab, 'ask'>; interruption: Interruption },
  known: Baselines,
): Promise<Beside> {
  const { outcome } = interruption;
  const without = (baselines: Baselines): string => [outcome, ...skippedRows(baselines)].join('; ');
  try {
    const { test } = await lab.ask('baselines', {});
    const baselines = joined(known, test);
    interruption.outcome = without(baselines);
    return { baselines, failure: null };
  } catch (failure) {
    return { baselines: known, failure };
  }
}

/** One phrase, or none. */
function skippedRows({ left = [] }: Baselines): string[] {
  const names = left.filter(({ reason }) => reason === 'skipped').map(({ id }) => rowWords(id, speech).title);
  return names.length === 0 ? [] : [`baselines left out: ${names.join(', ')}`];
}
