import type { WorldWords } from '../world';

export default {
  title: 'The clearance sale',
  about:
    'Every other click follows a red price tag and is over in seconds; what people stay with belongs to the two or three rooms they furnish. A click says little, the time after it says much. Do towers whose rows are weighted by dwell time find what is wanted, and what does that cost in clicks?',
} satisfies WorldWords;
