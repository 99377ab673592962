import { inTheHobbyShop, RARE } from './interests';
import { beats } from './judging/claims';
import type { Study } from './studies';

/**
 * What `interests` left open: there vectors of 24 numbers held four hobbies of twelve in one as well. Whether lanes are
 * pure and apart is asked there.
 */
const narrow: Study = {
  id: 'narrow',
  question:
    'Where one vector is too narrow to hold all interests of a person, is the smallest of them found better by several?',
  ...inTheHobbyShop(8),
  claims: [
    {
      text: 'Capsules find the smallest hobby better than one vector of equal budget.',
      judge: beats('capsules', 'one vector', RARE),
    },
    { text: 'So do self-attentive interests.', judge: beats('self-attentive', 'one vector', RARE) },
    { text: 'On the whole list capsules are better, too.', judge: beats('capsules', 'one vector') },
  ],
};
export default narrow;
