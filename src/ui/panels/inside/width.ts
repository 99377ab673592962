import type { Judgement } from '../../../model/check/judge';

/** Numbers of the vectors that the match scores; null where there is no match that tells. */
export function widthOf(judgement: Judgement | null): number | null {
  const match = judgement?.graph.nodes.find(({ side }) => side === 'match');
  const item = match && judgement?.inputs.get(match.id)?.['item'];
  return item && 'width' in item && typeof item.width === 'number' ? item.width : null;
}
