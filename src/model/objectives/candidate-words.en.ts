/** Words of the parameters of `candidate-params.ts`. */
export const candidateWords = {
  params: {
    candidates: 'Candidates of a row, its own item among them',
    from: 'Other candidates from',
    drawn: 'Drawn from the catalogue, where both are mixed',
    taughtBy: 'Teacher’s scores come from',
    teacher: 'Column with the scores',
    teacherGives: 'The scores are',
    run: 'Run that is the teacher',
    teacherShare: 'Share of the teacher in the loss',
    temperature: 'Temperature of the distillation',
  },
  options: {
    catalogue: 'the catalogue',
    shown: 'what the user was shown and did not take',
    mixed: 'both: some drawn from the catalogue, the rest shown',
    column: 'a column of the log',
    run: 'a stored run',
    logit: 'logits (log-odds)',
    probability: 'probabilities',
  },
};
