import type { WordsOf } from '../../blocks/block';
import type block from './block';

export default {
  title: 'Cost of fields',
  about:
    'Charges for the fields that the gates keep: their cost over a number of rows. A field stays where it lowers the summed loss of that many rows by more than it costs.',
  params: { weight: 'Weight in the loss', rows: 'Rows that bear the cost (more rows: fields are cheaper)' },
} satisfies WordsOf<typeof block>;
