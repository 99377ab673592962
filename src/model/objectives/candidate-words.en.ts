/** Words of the parameters of `candidate-params.ts`. */
export const candidateWords = {
  params: { candidates: 'Candidates of a row, its own item among them', from: 'Other candidates from' },
  options: { catalogue: 'the catalogue', shown: 'what the user was shown and did not take' },
};
