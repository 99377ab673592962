/** Words of the parameters of `candidate-params.ts`. */
export const candidateWords = {
  params: {
    candidates: 'Candidates of a row, its own item among them',
    from: 'Other candidates from',
    drawn: 'Drawn from the catalogue, where both are mixed',
    teacher: 'Teacher’s scores (a column of the log)',
    teacherGives: 'The scores are',
    teacherShare: 'Share of the teacher in the loss',
    temperature: 'Temperature of the distillation',
  },
  options: {
    catalogue: 'the catalogue',
    shown: 'what the user was shown and did not take',
    mixed: 'both: some drawn from the catalogue, the rest shown',
    logit: 'logits (log-odds)',
    probability: 'probabilities',
  },
};
