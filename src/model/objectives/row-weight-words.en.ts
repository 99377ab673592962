/** Words of the parameters of `row-weight-params.ts`. */
export const rowWeightWords = {
  rowWeights: 'Use row weights',
  rowFormula: 'Row weights of this objective (empty: those of the data)',
};
