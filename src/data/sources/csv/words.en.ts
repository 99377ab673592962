import type { SourceWords } from '../source';
import type csv from './source';

export default {
  title: 'CSV or TSV',
  options: {
    delimiter: {
      label: 'Delimiter',
      values: {
        ',': 'comma',
        '\t': 'tab',
        ';': 'semicolon',
        '|': 'bar |',
        '::': 'two colons ::',
        ' ': 'space',
      },
    },
    header: { label: 'First line', values: { true: 'names the columns', false: 'is data' } },
    encoding: { label: 'Encoding' },
  },
} satisfies SourceWords<(typeof csv)['options']>;
