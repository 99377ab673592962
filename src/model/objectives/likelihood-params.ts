/** Parameters of objectives that are negative log-likelihoods, under one name wherever they are. */
import { learntWeight, objectiveWeight } from '../document/params';

/** How much the term counts: as set, or by an uncertainty that it learns (see nodes/learnt-weight.ts). */
export const likelihoodParams = { weight: objectiveWeight, learnWeight: learntWeight };
