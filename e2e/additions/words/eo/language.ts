import type { Manner } from '../manner';

export default {
  name: 'Esperanto',
  tag: 'eo',
  separators: { items: ', ', phrases: ', ', sentences: ' ' },
} satisfies Manner;
