/** What the costs of several rankers are made of, in multiply-adds. */
import type { LogSize } from './log-size';

/** Of adding a number to the score of an item that is looked up, beside a multiply-add in a stream. */
export const SCATTERED = 4;

/** Of going once through the items of each user in pairs. */
export const pairing = ({ userPairs }: LogSize): number => SCATTERED * userPairs;

/** Of scoring every user once by his history, each of whose items brings scores to so many others. */
export const scoring = ({ events }: LogSize, others: number): number => SCATTERED * events * others;
