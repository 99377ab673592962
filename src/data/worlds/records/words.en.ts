import type { WorldWords } from '../world';

export default {
  title: 'The record exchange',
  about:
    'Collectors name a genre, but what they are after is the sound of a few engineers whose names are on no sleeve. Only the record itself tells: genre, decade and format say little, and a tower that squeezes a record into a few numbers forgets who mixed it.',
} satisfies WorldWords;
