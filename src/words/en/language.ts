import type { Manner } from '../manner';

export default {
  name: 'English',
  tag: 'en',
  separators: { items: ', ', phrases: ', ', sentences: ' ' },
} satisfies Manner;
