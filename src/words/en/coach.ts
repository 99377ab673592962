/** Words of the first run. `{start}`, `{curves}`, `{inside}` and `{retrieval}` are what stands on those controls. */
export const coach = {
  label: 'First steps',
  step: '{n} of {of}',
  next: 'Next',
  done: 'Done',
  skip: 'Skip',
  again: 'Show the first steps again',
  steps: {
    towers:
      'This is a two-tower recommender: one tower turns a user into a vector, the other an item, and the nearest items are recommended.',
    start: 'Press {start}: the towers train here in the tab, on data that is already loaded.',
    inside: '{curves} shows the loss falling. Open {inside} to see the numbers that the blocks have learnt so far.',
    retrieval: 'Open {retrieval} and choose a person: what the towers recommend stands beside what that person did.',
  },
};
