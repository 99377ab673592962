import type { WorldWords } from '../world';

export default {
  title: 'The clearance sale',
  about:
    'A good half of all clicks follow a red price tag and are over in seconds; what people stay with belongs to the one or two rooms they furnish. A click says little, the time after it says much. Do towers whose rows are weighted by dwell time find what is wanted, and what does that cost in clicks?',
} satisfies WorldWords;
