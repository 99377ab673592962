/** Words of the parameters of `likelihood-params.ts`. */
export const likelihoodWords = {
  weight: 'Weight in the loss',
  learnWeight: 'Learn the weight (uncertainty; the value above then sets its priority)',
};
