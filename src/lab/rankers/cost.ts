/** What the costs of several rankers are made of, in multiply-adds. */
import { CHOICE_USERS } from './choices';
import type { LogSize } from './log-size';

/** Of adding a number to the score of an item that is looked up, beside a multiply-add in a stream. */
export const SCATTERED = 4;

/** Of going once through the items of each user in pairs. */
export const pairing = ({ userPairs }: LogSize): number => SCATTERED * userPairs;

/** Of scoring every user once by his history, each of whose items brings scores to so many others. */
export const scoring = ({ events }: LogSize, others: number): number => SCATTERED * events * others;

/** Evaluations of every user that a choice among so many settings and the figures of both parts come to. */
export const evaluations = ({ users }: LogSize, settings: number): number =>
  settings * Math.min(1, CHOICE_USERS / Math.max(1, users)) + 2;
