import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: 'Gates are shut',
  evidence: {
    shut: 'In {node}, the gate of {parts} has fallen below a hundredth of its start, for every row: nothing of it passes.',
  },
  advice:
    'A shut ReLU gate gets no gradient and stays shut: try 2·sigmoid, or a skip around the gate. If the field is noise, the gate is right, and the field can go.',
} satisfies WordsOf<typeof diagnosis>;
