import type { WorldWords } from '../world';

export default {
  title: 'The fashion shop',
  about:
    'Every garment comes into fashion once and goes out again within weeks. Everyone has favourite shelves; of these, who reads the fashion paper takes what is in fashion just then, and who reads the almanac takes what they would have taken in any week. Do towers that know what was taken lately find both?',
} satisfies WorldWords;
