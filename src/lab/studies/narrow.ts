import { inTheHobbyShop, RARE } from './interests';
import { beats } from './judging/claims';
import type { Study } from './studies';

/**
 * What `interests` left open: there vectors of 24 numbers held four hobbies of twelve in one as well. Whether the lists
 * of interests are pure and apart is asked there.
 */
const narrow: Study = {
  id: 'narrow',
  question:
    'When one vector is too narrow to hold all interests of a user, do several find the smallest interest better?',
  ...inTheHobbyShop(8),
  claims: [
    {
      text: 'Capsules find the smallest hobby better than one vector of equal budget.',
      judge: beats('capsules', 'one vector', RARE),
    },
    {
      text: 'Self-attentive interests also find it better than one vector.',
      judge: beats('self-attentive', 'one vector', RARE),
    },
    { text: 'Capsules are also better on the whole list.', judge: beats('capsules', 'one vector') },
  ],
};
export default narrow;
