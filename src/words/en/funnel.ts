/** Stages behind each other. */
export const funnel = {
  stage: 'Stage',
  given: 'Given',
  keeps: 'Keeps',
  hitRate: 'HR kept',
  recall: 'Recall kept',
  ofNext: 'Of the next stage’s own choice',
  work: 'Multiply-adds a user',
  time: 'ms a user',
  index: 'Index',
  about:
    'HR and recall kept: users with a held-out item that is handed on, and held-out items handed on. “Of the next stage’s own choice”: what share of the items it would take from the whole catalogue it is given ({n} users).',
  list: 'The list at the end',
};
