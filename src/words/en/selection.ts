/** What fields cost and are worth. */
export const selection = {
  head: {
    field: 'Field',
    side: 'Side',
    cost: 'Cost',
    time: 'µs per row',
    keep: 'Kept with',
    seGate: 'SE gate',
    importance: '{metric} lost',
    fits: 'Budget',
  },
  times: {
    about: 'What a field costs on {adapter}, in µs per row:',
    gate: 'Gate',
    width: 'Width',
    slots: 'Rows of the table',
    lookup: 'Lookup',
    projection: 'Projection',
  },
  side: { user: 'user', item: 'item' },
  fits: 'fits',
  doesNot: 'left out',
  method: { keep: 'keep probability', seGate: 'SE gate', importance: 'loss when shuffled' },
  agreement: 'Rank correlation of {one} and {other}: {rho} ({n} fields)',
  noAgreement: 'Rank correlation of {one} and {other}: none, since one of the two is the same for all {n} fields',
  about:
    '{metric} lost: of {value} on the validation part ({users} users), when the field is shuffled over its users or items {repeats} times.',
  shut: 'A field kept with less than 1/2 does not pass its gate: nothing is lost without it.',
  seGateAbout: 'SE gate: its mean over the rows of a batch, as last read while training.',
  interval: '± is half the width of the 95% interval of the mean over the shuffles; other users are not in it.',
  alike: 'Of two fields that say the same, each loses little: the other still says it.',
  costAbout:
    'Cost: lookups, distinct values, width and memory at the prices of the field’s gate, or at the usual ones.',
  unpriced: 'No cost is counted of what is read only of the past, by cross features or by the match: {fields}.',
  ofLoss: 'Read by the loss alone, so that shuffling changes no score: {fields}.',
  spent: 'The fields that fit cost {spent} of {budget}.',
  noneFits: 'No field fits the budget of {budget}: the cheapest costs {least}.',
};
