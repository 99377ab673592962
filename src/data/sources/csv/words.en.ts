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
        '^': 'caret ^',
        ' ': 'space',
      },
    },
    header: { label: 'First line', values: { true: 'names the columns', false: 'is data' } },
    encoding: { label: 'Encoding' },
  },
  problem: {
    'endless-line':
      'Line {line} is longer than {characters} characters. Each row must be a line: is this a file of another format, such as JSON?',
    'one-line':
      'This file is one line of {characters} characters. Each row must be a line: is this a file of another format, such as JSON?',
  },
} satisfies SourceWords<(typeof csv)['options']>;
