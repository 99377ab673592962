import type { WorldWords } from '../world';

export default {
  title: 'The record exchange',
  about:
    'Collectors say they follow a genre, but what they want is the sound of a few engineers whose names are on no sleeve. Only the record’s id reveals it: genre, decade and format say little, and a tower that compresses a record into a few numbers forgets who mixed it.',
} satisfies WorldWords;
