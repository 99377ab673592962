/** Parameters of objectives whose rows count more or less, under one name wherever they are. */
import { formula, toggle } from '../document/params';

/**
 * `rowFormula`: what a row weighs in this objective, by a formula over the outcomes of the log; '' = as in the data.
 * Where several objectives learn from the same batches each may have its own, so that one learns clicks and another
 * what people stay with. Without `rowWeights` every row counts alike, and no formula is read.
 */
export const rowWeightParams = { rowWeights: toggle(true), rowFormula: formula() };
