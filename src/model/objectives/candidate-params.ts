/** Parameters that objectives of a ranker have alike. */
import type { Candidates } from '../../data/candidates';
import { int } from '../document/params';

/** The row's own item among them. */
export const candidateParams = { candidates: int({ default: 16, min: 2, max: 256 }) };

export const candidatesOf = ({ candidates }: { candidates: number }): Candidates => ({ each: candidates });
