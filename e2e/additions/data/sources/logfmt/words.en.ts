import type { SourceWords } from '../source';
import type logfmt from './source';

export default {
  title: 'logfmt',
  options: { lower: { label: 'Letters', values: { true: 'all small', false: 'as they are' } } },
  reject: { 'no-pair': 'not a pair of key and value' },
} satisfies SourceWords<(typeof logfmt)['options']>;
