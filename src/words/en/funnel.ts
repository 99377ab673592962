/** Stages behind each other. */
export const funnel = {
  stage: 'Stage',
  given: 'Given',
  keeps: 'Keeps',
  hitRate: 'HR kept',
  recall: 'Recall kept',
  ofNext: 'Next stage’s own choice kept',
  overlap: 'Overlap@10 with the next stage',
  correlation: 'Rank correlation with the next stage',
  work: 'Multiply-adds a user',
  time: 'ms a user',
  index: 'Index',
  about:
    'HR and recall kept: users with a held-out item that is handed on, and held-out items handed on. Next stage’s own choice kept: of the items that the next stage would take from the whole catalogue, the share it is given ({n} users). Overlap@10: of the first ten that the next stage would take from the whole catalogue, those among the first ten of this one. Rank correlation: Spearman’s, between the order in which items are handed on and the next stage’s order of them. Agreement with a ranker and hits are two things: read them together.',
  besideLast:
    'Beside “{title}” alone over the whole catalogue ({n} users): {share} of its multiply-adds ({funnel} of {alone} a user); of the {k} items it would choose {kept} are in the list; Recall@{k} {recall} against {recallAlone}.',
  list: 'The list at the end',
  panel: {
    title: 'Funnel',
    about:
      'The first stage retrieves from all {items} items. Each one after it orders what it is given and hands its best on.',
    empty:
      'Nothing to put behind each other yet. Train two towers on this data, then the preset “{ranker}”. Runs whose weights are still kept can be stages here.',
    nth: 'Stage {n}',
    runOf: 'Run of stage {n}',
    towers: 'two towers',
    ranker: 'ranker',
    keepOf: 'Items that stage {n} keeps',
    cutOffOf: 'Cut-off of stage {n}',
    add: 'Add a stage',
    remove: 'Remove',
    removeOf: 'Remove stage {n}',
    ask: 'Run the test users through',
    running: 'Running the test users through the stages…',
    whenAtRest: 'Pause or stop training to run the test users through.',
    found: 'What each stage keeps',
    numbered: '{n}. {title}',
    flow: 'Given → kept',
    through: '{given} → {kept}',
    share: 'Share',
    person: 'One person’s items',
    personAbout:
      'The place of each item at every stage, of what the stage was given: those of the list at the end, the held-out ones, and the first of each stage.',
    follow: 'Follow this person',
    following: 'Following one person through the stages…',
    item: 'Item',
    heldOut: '{title} (held out)',
    dropped: '{place}, left out',
    noCandidate: 'no candidate',
    tried: 'Cut-offs tried',
    frontier:
      'HR@10 against multiply-adds of a user, a point for each cut-off tried; full where none costs less for as much',
    workUpTo: 'multiply-adds a user, up to {most}',
    triedPoint: '{keeps}: {work} multiply-adds, HR@10 {value}',
    triedAbout:
      'Of these stages, the newest first. Multiply-adds and milliseconds are those of all stages together. A full point: nothing that was tried costs less and hits as much.',
  },
};
