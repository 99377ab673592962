import { APART, inTheHobbyShop, PURITY, RARE } from './interests';
import { beats, measureAbove } from './judging/claims';
import type { Study } from './studies';

const narrow: Study = {
  id: 'narrow',
  question: 'Where a vector is too narrow to hold all interests of a person, is the smallest of them found better by several?',
  ...inTheHobbyShop(8),
  claims: [
    { text: 'Capsules find the smallest hobby better than one vector of equal budget.', judge: beats('capsules', 'one vector', RARE) },
    { text: 'So do self-attentive interests.', judge: beats('self-attentive', 'one vector', RARE) },
    { text: 'The lanes of capsules are pure to .9 in their first 20, for users with enough events for a lane of each hobby.', judge: measureAbove('capsules', PURITY, 0.9) },
    { text: 'Of the pairs of lanes of those among them who have a hobby for each lane, .85 are on different shelves.', judge: measureAbove('capsules', APART, 0.85) },
  ],
};
export default narrow;
