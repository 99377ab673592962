import type { WorldWords } from '../world';

export default {
  title: 'The listening circles',
  about:
    'Friends recommend shows to each other in circles that no field records and that cut across every category. Most listeners and shows have few events, so each is best described by whom or what it interacts with, not by its own fields.',
} satisfies WorldWords;
