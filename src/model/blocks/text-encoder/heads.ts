/** How many heads attention may have: as many as divide its width. */
import type { OwnProblem } from '../block';

export const MOST_HEADS = 16;

export function problemOfHeads(width: number, heads: number): OwnProblem | null {
  if (width % heads === 0) return null;
  const allowed = Array.from({ length: MOST_HEADS }, (_, i) => i + 1).filter((count) => width % count === 0);
  return { code: 'bad-param', field: 'heads', values: { param: 'heads', got: heads, allowed: allowed.join(', ') } };
}
