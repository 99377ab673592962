/** Parameters that objectives of a ranker have alike. */
import type { Candidates } from '../../data/candidates';
import { choice, int } from '../document/params';

/** The row's own item among them. */
export const candidateParams = {
  candidates: int({ default: 16, min: 2, max: 256 }),
  from: choice(['catalogue', 'shown'], 'catalogue'),
};

export const candidatesOf = ({ candidates, from }: { candidates: number; from: Candidates['from'] }): Candidates => ({
  each: candidates,
  from,
});
