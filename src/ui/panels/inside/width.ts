import type { Judgement } from '../../../model/check/judge';
import { servedMatch } from '../../../model/nodes/served-match';
import { servedPairing } from '../../../model/check/served-pairing';

/** Numbers of the vectors that the match scores; null where there is no match that tells. */
export function widthOf(judgement: Judgement | null): number | null {
  const match = judgement && servedMatch(judgement.graph);
  const item = match && judgement.inputs.get(match.id)?.['item'];
  if (item && 'width' in item && typeof item.width === 'number') return item.width;
  // One that joins others reads no vectors of its own.
  return judgement && (servedPairing(judgement.graph, judgement)?.width ?? null);
}
