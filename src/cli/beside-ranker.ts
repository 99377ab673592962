/** What `--ranker` and `--scores` compare a model with. */
import type { AgreementFound, RankerAsked } from '../lab/commands/agreement';
import type { Lab } from '../lab/protocol';
import type { Flags } from './flags';
import type { LoadedData } from './load';
import { UsageError } from './usage-error';
import { weightsFile } from './weights-file';

/** Looked at before anything long begins. @throws UsageError; LabRefusal of weights that the data cannot have */
export async function rankersAsked(
  lab: Pick<Lab, 'ask'>,
  { ranker, scores }: Pick<Flags, 'ranker' | 'scores'>,
  dataset: LoadedData,
): Promise<RankerAsked[]> {
  if (scores !== undefined) checkScores(dataset, scores);
  const asked: RankerAsked[] = scores === undefined ? [] : [{ column: scores }];
  if (ranker === undefined) return asked;
  const weights = await weightsFile('--ranker', ranker);
  await lab.ask('checkWeights', { weights });
  return [weights, ...asked];
}

/** The figures of the model stand without it: what goes wrong is for after the report. */
export async function agreementOf(
  lab: Pick<Lab, 'ask'>,
  rankers: readonly RankerAsked[],
): Promise<{ agreement: AgreementFound[]; unanswered: unknown }> {
  const agreement: AgreementFound[] = [];
  try {
    for (const ranker of rankers) agreement.push(await lab.ask('agreement', { ranker }));
    return { agreement, unanswered: null };
  } catch (error) {
    return { agreement, unanswered: error };
  }
}

/** @throws UsageError */
export function checkScores({ schema: { scores = [] } }: LoadedData, column: string): void {
  const known = scores.map(({ name }) => name);
  if (known.includes(column)) return;
  const has =
    known.length > 0
      ? `it has: ${known.join(', ')}`
      : 'it has none: name one with --columns label=COLUMN, and what was taken with --positives';
  throw new UsageError(`--scores: "${column}" is no column of numbers beside shown rows of this log; ${has}`);
}
